//! What a printer or a store would refuse.
