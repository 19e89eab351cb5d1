// Module STAMP.
