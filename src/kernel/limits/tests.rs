//! Tests of the room's rules.
