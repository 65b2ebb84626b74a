//! What a coach keeps on a client, and for how long.

use chrono::{DateTime, TimeDelta, Utc};

/// How many days notes are kept if the host says nothing: three years.
pub const USUAL_KEEP_DAYS: u32 = 1_095;
/// How many days notes can be kept at the most: ten years.
pub const MOST_KEEP_DAYS: u32 = 3_650;

/// Whoever books with a host: one address, one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Opaque; names them in addresses.
    pub id: String,
    /// Whose client.
    pub host_id: String,
    /// The address in small letters.
    pub email: String,
    /// As they wrote it when they booked last.
    pub name: String,
    /// What was agreed to come next; may be empty.
    pub next_step: String,
    /// When the last session ends or was called off, UTC; none without any.
    pub last_at: Option<DateTime<Utc>>,
    /// When notes or next step were changed last, UTC; none when there are none.
    pub noted_at: Option<DateTime<Utc>>,
}

/// Something a coach noted about a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// UUIDv7.
    pub id: String,
    /// Some lines.
    pub body: String,
    /// When it was written, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

impl Client {
    /// From when on notes and next step are to be deleted: so many days after the last session,
    /// or after the last change of them if that was later, so that nothing is lost at once that
    /// was written about a session of long ago. None when there is nothing to delete.
    pub fn forget_at(&self, keep_days: u32) -> Option<DateTime<Utc>> {
        let from = Some(self.noted_at?).max(self.last_at)?;
        Some(
            from.checked_add_signed(TimeDelta::days(i64::from(keep_days)))
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
        )
    }
}
