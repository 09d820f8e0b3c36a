"""The parts of the stack, one capability each."""
