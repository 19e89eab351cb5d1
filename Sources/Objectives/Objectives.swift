// Module Objectives.
