"""The one object of the project: the network, its activations, its gradient and its loops."""
