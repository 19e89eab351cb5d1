// Module Configuration.
