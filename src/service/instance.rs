//! What the instance says of itself: who runs it and who can be asked.

use super::{Problems, ServiceError, Viewer};
use crate::kernel::people::Email;
use crate::kernel::text;
use crate::store::{Db, settings};

/// What the instance says of itself. A text that was never set is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instance {
    /// The co-operative: `Lotsenhaus eG`.
    pub name: String,
    /// Where it is at home: `Hamburg`.
    pub place: String,
    /// Whose this is, in one or two sentences.
    pub owner: String,
    /// The person who can be asked.
    pub contact_name: String,
    /// What they do: `im Büro`.
    pub contact_role: String,
    /// Their telephone number, as it is written.
    pub contact_phone: String,
    /// Their e-mail address.
    pub contact_email: String,
    /// When they can be reached: `Mo bis Do, 9–15 Uhr`.
    pub contact_hours: String,
    /// Imprint and privacy notice, some paragraphs.
    pub imprint: String,
}

/// Every field with its key; the keys are also the names of the form's fields.
macro_rules! fields {
    ($instance:expr, |$key:ident, $value:ident| $body:expr) => {{
        let instance = $instance;
        for ($key, $value) in [
            ("name", &mut instance.name),
            ("place", &mut instance.place),
            ("owner", &mut instance.owner),
            ("contact_name", &mut instance.contact_name),
            ("contact_role", &mut instance.contact_role),
            ("contact_phone", &mut instance.contact_phone),
            ("contact_email", &mut instance.contact_email),
            ("contact_hours", &mut instance.contact_hours),
            ("imprint", &mut instance.imprint),
        ] {
            $body;
        }
    }};
}

/// What the instance says of itself.
pub fn load(db: &mut Db) -> Result<Instance, ServiceError> {
    let mut stored = settings::load(db)?;
    let mut instance = Instance::default();
    fields!(&mut instance, |key, value| {
        if let Some(text) = stored.remove(&format!("instance.{key}")) {
            *value = text;
        }
    });
    Ok(instance)
}

/// An administrator changes what the instance says of itself.
///
/// # Errors
/// `Forbidden`; `Invalid` with the fields.
pub fn update(db: &mut Db, viewer: &Viewer, instance: Instance) -> Result<(), ServiceError> {
    viewer.must_be_admin()?;
    save(db, instance)
}

pub(super) fn save(db: &mut Db, mut instance: Instance) -> Result<(), ServiceError> {
    let mut problems = Problems::default();
    fields!(&mut instance, |key, value| {
        let checked = match key {
            "imprint" => text::lines(value, 0, 20_000),
            "owner" => text::one_line(value, 0, 500),
            "name" | "contact_name" | "contact_phone" => text::one_line(value, 1, 120),
            _ => text::one_line(value, 0, 120),
        };
        if let Some(text) = problems.take(key, checked) {
            *value = text;
        }
    });
    problems.take("contact_email", Email::parse(&instance.contact_email));
    problems.finish()?;
    fields!(&mut instance, |key, value| settings::set(
        db,
        &format!("instance.{key}"),
        value
    )?);
    Ok(())
}
