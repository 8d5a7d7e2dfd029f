"""The course's three rungs - regression, neuron, XOR - run through the engine of any network."""
