//! Jitsi Meet with open links: whoever knows the room's name may enter, so it is a secret.

use url::Url;

use super::{Label, Participant};
use crate::config::JitsiConfig;

/// A Jitsi Meet server.
pub struct Jitsi {
    url: Url,
    operator: String,
}

impl Jitsi {
    pub(super) fn new(config: &JitsiConfig) -> Self {
        Self {
            url: config.url.clone(),
            operator: config.operator.clone(),
        }
    }

    pub(super) fn label(&self) -> Label {
        Label {
            software: "Jitsi Meet",
            operator: self.operator.clone(),
            domain: self.url.host_str().unwrap_or_default().to_owned(),
        }
    }

    pub(super) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The room's address. Name and language travel in the fragment, which browsers keep to
    /// themselves; each value is JSON (Jitsi's URL overrides).
    pub(super) fn join_url(&self, room: &str, participant: &Participant) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}/{room}", self.url.path().trim_end_matches('/')));
        let text = |value: &str| {
            let json = serde_json::Value::from(value).to_string();
            url::form_urlencoded::byte_serialize(json.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        url.set_fragment(Some(&format!(
            "userInfo.displayName={}&config.defaultLanguage={}",
            text(participant.display_name),
            text(participant.language)
        )));
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place_in_the_fragment() {
        let jitsi = Jitsi {
            url: "https://meet.example/".parse().unwrap(),
            operator: String::new(),
        };

        let url = jitsi.join_url(
            "b-1",
            &Participant {
                display_name: "A & \"B\"#x",
                language: "de",
            },
        );

        assert_eq!(
            url.as_str(),
            "https://meet.example/b-1#userInfo.displayName=%22A%20%26%20%5C%22B%5C%22%23x%22\
             &config.defaultLanguage=%22de%22"
        );
    }
}
