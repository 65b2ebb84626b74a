//! What comes in, read leniently: a string, an object with an id, or a list of either.

use serde_json::Value;

use crate::service::federation::inbox::Act;

/// The longest address that is read, in octets: it is kept, and found again by an index.
const LONGEST_ID: usize = 1_000;
/// How deep a document may be.
const DEEPEST: usize = 20;

/// What an activity says of itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Its address.
    pub id: String,
    /// Whose it says it is.
    pub actor: String,
    /// What it is about.
    pub act: Act,
}

/// Reads a document that is not too deep.
pub fn parse(body: &[u8]) -> Option<Value> {
    let value = serde_json::from_slice(body).ok()?;
    is_shallow(&value, DEEPEST).then_some(value)
}

impl Envelope {
    /// Reads an activity; none without its id or its actor.
    pub fn read(activity: &Value) -> Option<Self> {
        let actor = id(&activity["actor"])?.to_owned();
        Some(Self {
            id: id(&activity["id"])?.to_owned(),
            act: act(activity, &actor),
            actor,
        })
    }
}

fn act(activity: &Value, actor: &str) -> Act {
    let object = first(&activity["object"]);
    let object_id = id(object).unwrap_or_default();
    // An object that is only named may be anything; whoever knows it looks.
    let is_follow = object.is_string() || kind(object) == "Follow";
    match kind(activity) {
        "Follow" => Act::Follow {
            followed: object_id.to_owned(),
        },
        "Undo" if is_follow => Act::Unfollow {
            follow: object_id.to_owned(),
            followed: id(&object["object"]).map(str::to_owned),
        },
        word @ ("Accept" | "Reject") if is_follow => Act::Answer {
            follow: object_id.to_owned(),
            is_yes: word == "Accept",
        },
        "Delete" if object_id == actor => Act::Delete,
        "Update" if object_id == actor => Act::Update,
        _ => Act::Other,
    }
}

/// The address of what is named or described; none if it is too long to be one.
pub fn id(value: &Value) -> Option<&str> {
    let one = first(value);
    let id = one.as_str().or_else(|| one["id"].as_str());
    id.filter(|id| id.len() <= LONGEST_ID)
}

/// What something is.
pub fn kind(value: &Value) -> &str {
    first(&value["type"]).as_str().unwrap_or_default()
}

fn first(value: &Value) -> &Value {
    match value {
        Value::Array(all) => all.first().unwrap_or(&Value::Null),
        one => one,
    }
}

fn is_shallow(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(all) => depth > 0 && all.iter().all(|one| is_shallow(one, depth - 1)),
        Value::Object(all) => depth > 0 && all.values().all(|one| is_shallow(one, depth - 1)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn act_of(activity: Value) -> Act {
        let mut activity = activity;
        activity["id"] = json!("https://a.example/1");
        activity["actor"] = json!(["https://a.example/actor"]);
        Envelope::read(&activity).unwrap().act
    }

    #[test]
    fn one_thing_is_read_in_each_of_its_shapes() {
        let followed = "https://b.example/actor";
        for object in [
            json!(followed),
            json!([followed]),
            json!({"id": followed}),
            json!([{"id": followed, "type": "Application"}]),
        ] {
            let act = act_of(json!({"type": "Follow", "object": object}));
            let followed = followed.to_owned();
            assert_eq!(act, Act::Follow { followed });
        }
        let follow = json!({"id": "f", "type": "Follow", "object": followed});
        assert_eq!(
            act_of(json!({"type": "Undo", "object": follow})),
            Act::Unfollow {
                follow: "f".to_owned(),
                followed: Some(followed.to_owned())
            }
        );
        for (word, is_yes) in [("Accept", true), ("Reject", false)] {
            let follow = "f".to_owned();
            let act = act_of(json!({"type": [word], "object": "f"}));
            assert_eq!(act, Act::Answer { follow, is_yes });
        }
    }

    #[test]
    fn what_means_nothing_here_is_read_as_nothing() {
        for activity in [
            json!({"type": "Like", "object": "x"}),
            json!({"type": "Undo", "object": {"type": "Like", "id": "x"}}),
            json!({"type": "Accept", "object": {"type": "Offer", "id": "x"}}),
            json!({"type": "Delete", "object": "https://a.example/note"}),
            json!({"object": "x"}),
            json!({"type": 7}),
        ] {
            assert_eq!(act_of(activity), Act::Other);
        }
        for activity in [
            json!({"id": "x"}),
            json!({"actor": "x"}),
            json!([]),
            json!({"id": 1, "actor": "x"}),
            json!({"id": "x".repeat(1_001), "actor": "x"}),
            json!({"id": "x", "actor": "x".repeat(1_001)}),
        ] {
            assert_eq!(Envelope::read(&activity), None);
        }
    }

    #[test]
    fn a_document_of_any_depth_costs_no_more_than_it_is_long() {
        let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(deep(20).as_bytes()).is_some());
        assert!(parse(deep(21).as_bytes()).is_none());
        assert!(parse(deep(100_000).as_bytes()).is_none());
        assert!(parse(b"{").is_none());
    }
}
