//! Fields that several forms of the desk have.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::fields::{Field, FieldOption, Kind};
use super::super::zones;
use super::typed::Typed;
use crate::kernel::people::Language;
use crate::kernel::zone;
use crate::service::FieldError;
use crate::service::instance::Instance;
use crate::texts::Words;

/// How many fields of an instance are about the co-operative.
pub const COOP_FIELDS: usize = 3;
/// How many fields an instance has; the imprint is not asked for at the first start.
pub const INSTANCE_FIELDS: usize = 8;

/// The fields about the co-operative and about who can be asked.
pub fn instance(t: &Words, typed: &Typed) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    vec![
        field("instance.name", t.get("instance-name"), Kind::Line)
            .autocomplete("organization")
            .hint(t.get("instance-name-hint")),
        field("instance.place", t.get("instance-place"), Kind::Line).optional(),
        field("instance.owner", t.get("instance-owner"), Kind::Area)
            .optional()
            .hint(t.get("instance-owner-hint")),
        field("instance.contact_name", t.get("contact-name"), Kind::Line)
            .hint(t.get("contact-name-hint")),
        field("instance.contact_role", t.get("contact-role"), Kind::Line)
            .optional()
            .hint(t.get("contact-role-hint")),
        field(
            "instance.contact_phone",
            t.get("contact-phone"),
            Kind::Phone,
        ),
        field(
            "instance.contact_email",
            t.get("contact-email"),
            Kind::Email,
        ),
        field("instance.contact_hours", t.get("contact-hours"), Kind::Line)
            .optional()
            .hint(t.get("contact-hours-hint")),
    ]
}

/// What was typed into them.
pub fn read_instance(typed: &Typed) -> Instance {
    Instance {
        name: typed.text("instance.name"),
        place: typed.text("instance.place"),
        owner: typed.text("instance.owner"),
        contact_name: typed.text("instance.contact_name"),
        contact_role: typed.text("instance.contact_role"),
        contact_phone: typed.text("instance.contact_phone"),
        contact_email: typed.text("instance.contact_email"),
        contact_hours: typed.text("instance.contact_hours"),
        imprint: typed.text("instance.imprint"),
    }
}

/// The same, filled with what is stored.
pub fn write_instance(instance: &Instance) -> Typed {
    Typed::default()
        .with("instance.name", &instance.name)
        .with("instance.place", &instance.place)
        .with("instance.owner", &instance.owner)
        .with("instance.contact_name", &instance.contact_name)
        .with("instance.contact_role", &instance.contact_role)
        .with("instance.contact_phone", &instance.contact_phone)
        .with("instance.contact_email", &instance.contact_email)
        .with("instance.contact_hours", &instance.contact_hours)
        .with("instance.imprint", &instance.imprint)
}

/// The fields of a new person, without a password.
pub fn person(t: &Words, typed: &Typed, now: DateTime<Utc>) -> Vec<Field> {
    vec![
        Field::new("name", t.get("person-name"), Kind::Line, typed.get("name"))
            .autocomplete("name"),
        Field::new(
            "username",
            t.get("username"),
            Kind::Line,
            typed.get("username"),
        )
        .autocomplete("username")
        .hint(t.get("username-hint")),
        Field::new("email", t.get("email"), Kind::Email, typed.get("email")).autocomplete("email"),
        zone(t, "zone", typed.get("zone"), now),
        language(t, typed.get("language")),
    ]
}

/// A field for a zone.
pub fn zone(t: &Words, name: &str, typed: &str, now: DateTime<Utc>) -> Field {
    let chosen = zone::parse(typed).unwrap_or(Tz::UTC);
    let options = zones::options(t, chosen, now)
        .into_iter()
        .map(|(name, words, _)| (name.to_owned(), words));
    select(
        Field::new(name, t.get("zone"), Kind::Select, chosen.name()),
        options,
    )
}

/// A field for a language.
pub fn language(t: &Words, typed: &str) -> Field {
    let options = Language::ALL.into_iter().map(|language| {
        let name = match language {
            Language::De => "Deutsch",
            Language::En => "English",
        };
        (language.tag().to_owned(), name.to_owned())
    });
    select(
        Field::new("language", t.get("reading-language"), Kind::Select, typed),
        options,
    )
}

/// A field with the values one can choose from and what they are called.
pub fn select(mut field: Field, options: impl IntoIterator<Item = (String, String)>) -> Field {
    field.options = options
        .into_iter()
        .map(|(value, label)| FieldOption {
            is_chosen: value == field.value,
            value,
            label,
        })
        .collect();
    field
}

/// The fields with what is wrong with them.
pub fn checked(t: &Words, fields: Vec<Field>, errors: &[FieldError]) -> Vec<Field> {
    fields
        .into_iter()
        .map(|field| field.checked(t, errors))
        .collect()
}
