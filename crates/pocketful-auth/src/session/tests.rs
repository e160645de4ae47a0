//! The session at every hour: states, errors, revocation, time that passes.
