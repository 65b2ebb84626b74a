//! What people can do: one public function per act. Order in every act: who may, lock, decide in
//! the kernel, write, enqueue.

pub mod accounts;
pub mod app_passwords;
pub mod away;
pub mod blocks;
pub mod bookings;
pub mod busy;
pub mod calendars;
pub mod clients;
pub mod door;
pub mod energy;
mod errors;
pub mod event_types;
pub mod federation;
pub mod feeds;
pub mod finding;
pub mod first_setup;
pub mod groups;
pub mod hosts;
pub mod insights;
pub mod instance;
pub mod invoices;
pub mod links;
pub mod packages;
pub mod policy;
pub mod polls;
pub mod portraits;
pub mod prices;
pub mod private_links;
pub mod reminders;
pub mod remote_calendars;
pub mod replies;
pub mod schedules;
pub mod slots;
pub mod spoken;
pub mod subscriptions;
pub mod teams;
pub mod templates;
pub mod time_off;
pub mod vault;
pub mod waiting;
pub mod why;
pub mod withdrawals;

pub use crate::store::{Db, StoreError};
pub use errors::{FieldError, Problems, ServiceError};

use crate::kernel::people::Person;

/// The person who acts, known by a session or a token.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Who it is.
    pub person: Person,
}

impl Viewer {
    /// Fails unless the viewer is this person.
    fn must_be(&self, person_id: &str) -> Result<(), ServiceError> {
        if self.person.id == person_id {
            Ok(())
        } else {
            // Whether it exists is nobody else's business.
            Err(ServiceError::NotFound)
        }
    }

    fn must_be_admin(&self) -> Result<(), ServiceError> {
        if self.person.is_admin {
            Ok(())
        } else {
            Err(ServiceError::Forbidden)
        }
    }
}

/// A new id: UUIDv7, so that rows made later sort later.
fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
