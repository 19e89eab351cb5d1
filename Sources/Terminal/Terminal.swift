// Module Terminal.
