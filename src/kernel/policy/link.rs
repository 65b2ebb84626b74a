//! What a link to an event type is good for that is not open to everybody.

use chrono::{DateTime, Utc};

use super::super::people::Email;
use super::PolicyRefusal;

/// What a private link is good for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkTerms {
    /// How many sessions can be booked with it; none is any number.
    pub most_uses: Option<u32>,
    /// Until when, UTC, exclusive; none is for ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// Who can use it; none is whoever has it.
    pub email: Option<Email>,
    /// What a session costs that is booked with it, in cents of the currency of its event type;
    /// none is the usual price.
    pub price_cents: Option<u32>,
}

/// Why such terms make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkTermsError {
    /// No or more than 1000 uses.
    #[error("the number of uses is out of range")]
    Uses,
    /// It would have run out already.
    #[error("is in the past")]
    Past,
    /// A price beyond reason.
    #[error("the price is out of range")]
    Price,
}

impl LinkTerms {
    /// Whether they make sense at `now`.
    ///
    /// # Errors
    /// What makes none.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), LinkTermsError> {
        if self
            .most_uses
            .is_some_and(|most| !(1..=1_000).contains(&most))
        {
            Err(LinkTermsError::Uses)
        } else if self.expires_at.is_some_and(|until| until <= now) {
            Err(LinkTermsError::Past)
        } else if self.price_cents.is_some_and(|cents| cents > 100_000_000) {
            Err(LinkTermsError::Price)
        } else {
            Ok(())
        }
    }

    /// Whether a link that was used `uses` times opens at `now`.
    ///
    /// # Errors
    /// `LinkUsedUp`.
    pub fn open(&self, uses: u32, now: DateTime<Utc>) -> Result<(), PolicyRefusal> {
        let is_used_up = self.most_uses.is_some_and(|most| uses >= most);
        if is_used_up || self.expires_at.is_some_and(|until| until <= now) {
            Err(PolicyRefusal::LinkUsedUp)
        } else {
            Ok(())
        }
    }

    /// Whether this client can use it.
    ///
    /// # Errors
    /// `LinkForAnother`.
    pub fn admit(&self, client: &Email) -> Result<(), PolicyRefusal> {
        match &self.email {
            Some(email) if !email.as_str().eq_ignore_ascii_case(client.as_str()) => {
                Err(PolicyRefusal::LinkForAnother)
            }
            _ => Ok(()),
        }
    }
}
