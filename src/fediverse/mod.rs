//! Other instances, asked and told. Whatever goes out is signed; whatever comes back is bounded and
//! only believed about what is its own.

mod ask;
mod deliver;
pub mod envelope;

pub use ask::{AskError, instance_actor, origin_of, owner_of_key};
pub use deliver::{Delivered, deliver};

/// What we write, to the letter: some compare it so.
pub const ACTIVITY_JSON: &str = "application/activity+json";
/// Where the terms of ActivityStreams are.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
