"""Figures: data in, `matplotlib.figure.Figure` out. Nothing here uses pyplot or writes a file."""
