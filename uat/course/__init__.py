"""The course's three rungs - regression, neuron, XOR - run through the same engine as any network."""
