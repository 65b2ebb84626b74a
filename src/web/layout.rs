//! What every page has: masthead, language switch, and a footer with a person to ask.

use url::form_urlencoded;

use super::address::Address;
use super::assets;
use super::dial::Dial;
use crate::http::language::Reader;
use crate::kernel::people::{Language, Person};
use crate::kernel::team::Team;
use crate::service::instance::Instance;

/// The frame of a page, as `layout.html` prints it.
pub struct Layout {
    /// The co-operative's name.
    pub coop: String,
    /// Its hour on the dial.
    pub dial: Dial,
    /// Address of the stylesheet.
    pub style: String,
    /// The icon as a `data:` address.
    pub icon: &'static str,
    /// The same page in the other language.
    pub switch: Switch,
    /// One or two sentences about who owns this.
    pub owner: String,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// There is an imprint to link to.
    pub has_imprint: bool,
    reader: Reader,
}

/// The same page in the other language.
pub struct Switch {
    /// Where it is.
    pub href: String,
    /// The language's tag.
    pub tag: &'static str,
    /// The language's name, in itself.
    pub name: &'static str,
}

/// A person to ask.
pub struct Contact {
    /// As they write it.
    pub name: String,
    /// The first letter of the name, where a face would be.
    pub initial: String,
    /// What they do and when they can be reached: `im Büro, Mo bis Do, 9–15 Uhr`.
    pub note: String,
    /// As people write it.
    pub phone: String,
    /// As a telephone dials it: digits and a leading `+`.
    pub dial_number: String,
    /// Where mail goes.
    pub email: String,
}

impl Layout {
    /// The frame of the page at `path` (with its query) on the instance at `domain`.
    pub fn new(instance: &Instance, domain: &str, reader: Reader, path: &str) -> Self {
        Self {
            coop: if instance.name.is_empty() {
                domain.to_owned()
            } else {
                instance.name.clone()
            },
            dial: Dial::of(domain),
            style: assets::url("css/style.css"),
            icon: assets::icon(),
            switch: Switch::of(path, reader.language),
            owner: instance.owner.clone(),
            contact: Contact::of(instance),
            has_imprint: !instance.imprint.is_empty(),
            reader,
        }
    }

    /// A link within the instance, with the language that the reader chose.
    pub fn href(&self, path: &str) -> String {
        Address::new(path)
            .with_some("lang", self.carried())
            .to_string()
    }

    /// The language that forms carry on.
    pub fn carried(&self) -> Option<&'static str> {
        carried(self.reader)
    }
}

/// The `lang` that links carry on.
pub fn carried(reader: Reader) -> Option<&'static str> {
    reader.is_chosen.then(|| reader.language.tag())
}

impl Switch {
    /// The page at `path` in the language that is not `language`.
    fn of(path: &str, language: Language) -> Self {
        let (tag, name) = match language {
            Language::De => ("en", "English"),
            Language::En => ("de", "Deutsch"),
        };
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let address = form_urlencoded::parse(query.as_bytes())
            .filter(|(key, _)| key != "lang")
            .fold(Address::new(path), |address, (key, value)| {
                address.with(&key, &value)
            });
        Self {
            href: address.with("lang", tag).to_string(),
            tag,
            name,
        }
    }
}

impl Contact {
    fn of(instance: &Instance) -> Option<Self> {
        if instance.contact_name.is_empty() {
            return None;
        }
        let note = [&instance.contact_role, &instance.contact_hours]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        Some(Self {
            name: instance.contact_name.clone(),
            initial: initial(&instance.contact_name),
            note,
            dial_number: dial_number(&instance.contact_phone),
            phone: instance.contact_phone.clone(),
            email: instance.contact_email.clone(),
        })
    }
}

/// A face, or the initial in its place.
pub struct Portrait {
    /// The address of the picture, if there is one.
    pub src: Option<String>,
    /// The first letter of the name.
    pub initial: String,
}

impl Portrait {
    /// The portrait of `person` for a place of 72 by 90 (`small`) or 224 by 280 (`large`) pixels.
    pub fn of(person: &Person, size: &str) -> Self {
        let src = person.profile.portrait_version.map(|version| {
            Address::new(&format!("/portraits/{}", person.username))
                .with("v", &version.to_string())
                .with("size", size)
                .to_string()
        });
        Self {
            src,
            initial: initial(&person.name),
        }
    }

    /// What stands for a team, which has no picture.
    pub fn of_team(team: &Team) -> Self {
        Self {
            src: None,
            initial: initial(&team.name),
        }
    }
}

/// The first letter of a name.
pub fn initial(name: &str) -> String {
    name.chars()
        .find(|c| c.is_alphanumeric())
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default()
}

/// A number as a telephone dials it. What stands behind `(0)` belongs to the country's own form.
pub fn dial_number(phone: &str) -> String {
    let phone = phone.replace("(0)", "");
    let digits = phone.chars().filter(char::is_ascii_digit);
    if phone.trim_start().starts_with('+') {
        std::iter::once('+').chain(digits).collect()
    } else {
        digits.collect()
    }
}

/// The paragraphs of a text that people wrote, divided by empty lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_leads_to_the_same_page_in_the_other_language() {
        let switch = Switch::of("/@mira/first?date=2027-03-16&lang=de", Language::De);

        assert_eq!(switch.href, "/@mira/first?date=2027-03-16&lang=en");
        assert_eq!(switch.name, "English");
    }

    #[test]
    fn a_telephone_number_is_dialled_without_its_marks() {
        assert_eq!(dial_number("+49 (0)40 66969-123"), "+494066969123");
        assert_eq!(dial_number("040 66969-141"), "04066969141");
    }
}
