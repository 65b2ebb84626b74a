//! Tokens: how they are made, and the links that carry them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::slots::Place;
use crate::kernel::booking::Actor;
use crate::kernel::people::{Slug, Username};
use crate::store::links::Purpose;

/// Makes the links of this instance.
///
/// The tokens of a booking are derived from the instance's secret, so that a mail or a repeated
/// answer can carry the same link again although only hashes are stored.
pub struct Links {
    secret: Vec<u8>,
    base_url: String,
}

/// Characters of a token: 24 of base64url are 144 bits.
const TOKEN_LENGTH: usize = 24;

impl Links {
    /// `base_url` is how the instance is reached, without a slash at the end.
    pub fn new(secret: &[u8], base_url: &str) -> Self {
        Self {
            secret: secret.to_vec(),
            base_url: base_url.trim_end_matches('/').to_owned(),
        }
    }

    /// The token of a booking for a purpose.
    pub fn token(&self, booking_id: &str, purpose: Purpose) -> String {
        self.derive(purpose.as_str(), booking_id)
    }

    /// The token of the link that sets up an instance without accounts.
    pub fn setup_token(&self) -> String {
        self.derive("setup", "")
    }

    /// Whether this is the token that sets up the instance; compared in constant time.
    pub fn is_setup_token(&self, token: &str) -> bool {
        self.setup_token().as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// The token of a private link.
    pub fn private_token(&self, link_id: &str) -> String {
        self.derive("private-link", link_id)
    }

    /// Where a private link leads.
    pub fn private(&self, link_id: &str) -> String {
        format!("{}/l/{}", self.base_url, self.private_token(link_id))
    }

    /// Where the client sees and changes a booking.
    pub fn manage(&self, booking_id: &str) -> String {
        let token = self.token(booking_id, Purpose::Manage);
        format!("{}/b/{token}", self.base_url)
    }

    /// Where a client chooses what happens with a session whose host cannot come.
    pub fn instead(&self, booking_id: &str) -> String {
        format!("{}/instead", self.manage(booking_id))
    }

    /// Where the client sees the invoice of a booking.
    pub fn invoice(&self, booking_id: &str) -> String {
        format!("{}/invoice", self.manage(booking_id))
    }

    /// The door to the room, for one of the two.
    pub fn door(&self, booking_id: &str, actor: Actor) -> String {
        let token = self.token(booking_id, Purpose::Door(actor));
        format!("{}/r/{token}", self.base_url)
    }

    /// The token of a calendar's public address.
    pub fn public_calendar_token(&self, public_id: &str) -> String {
        self.derive("public-calendar", public_id)
    }

    /// Where everybody who knows it can read a calendar.
    pub fn public_calendar(&self, public_id: &str) -> String {
        let token = self.public_calendar_token(public_id);
        format!("{}/dav/public/{token}/", self.base_url)
    }

    /// Where calendar programs are told to begin.
    pub fn calendars(&self) -> String {
        format!("{}/dav/", self.base_url)
    }

    /// The token of a calendar feed.
    pub fn feed_token(&self, feed_id: &str) -> String {
        self.derive("feed", feed_id)
    }

    /// Where a calendar feed is asked for.
    pub fn feed(&self, feed_id: &str) -> String {
        format!("{}/feeds/{}.ics", self.base_url, self.feed_token(feed_id))
    }

    /// The token of somebody who waits.
    pub fn waiting_token(&self, waiting_id: &str) -> String {
        self.derive("waiting", waiting_id)
    }

    /// Where somebody who waits sees their place and answers an offer.
    pub fn waiting(&self, waiting_id: &str) -> String {
        format!("{}/w/{}", self.base_url, self.waiting_token(waiting_id))
    }

    /// The first set-up.
    pub fn setup(&self) -> String {
        format!("{}/setup/{}", self.base_url, self.setup_token())
    }

    /// A host's page.
    pub fn host(&self, username: &Username) -> String {
        format!("{}/@{username}", self.base_url)
    }

    /// An event type's page.
    pub fn event_type(&self, username: &Username, slug: &Slug) -> String {
        format!("{}/@{username}/{slug}", self.base_url)
    }

    /// A team's page.
    pub fn team(&self, slug: &Slug) -> String {
        format!("{}/teams/{slug}", self.base_url)
    }

    /// Where something that is offered is booked.
    pub fn place(&self, place: &Place) -> String {
        format!("{}{}", self.base_url, place.path())
    }

    /// The token of a poll, for whoever is given its link.
    pub fn poll_token(&self, poll_id: &str) -> String {
        self.derive("poll", poll_id)
    }

    /// The token of somebody who was asked by a poll or has answered it.
    pub fn participant_token(&self, participant_id: &str) -> String {
        self.derive("participant", participant_id)
    }

    /// A poll, for whoever is given the link.
    pub fn poll(&self, poll_id: &str) -> String {
        format!("{}/polls/{}", self.base_url, self.poll_token(poll_id))
    }

    /// A poll, for one who was asked or has answered: their answers can be changed there.
    pub fn poll_of(&self, participant_id: &str) -> String {
        let token = self.participant_token(participant_id);
        format!("{}/polls/{token}", self.base_url)
    }

    /// A poll at the host's desk.
    pub fn desk_poll(&self, poll_id: &str) -> String {
        format!("{}/desk/polls/{poll_id}", self.base_url)
    }

    /// The token of a package.
    pub fn package_token(&self, package_id: &str) -> String {
        self.derive("package", package_id)
    }

    /// A package, for its client.
    pub fn package(&self, package_id: &str) -> String {
        format!("{}/p/{}", self.base_url, self.package_token(package_id))
    }

    /// A package at the host's desk.
    pub fn desk_package(&self, package_id: &str) -> String {
        format!("{}/desk/packages/{package_id}", self.base_url)
    }

    /// One of the invoices about a package, for its client.
    pub fn package_invoice(&self, package_id: &str, invoice_id: &str) -> String {
        format!("{}/invoices/{invoice_id}", self.package(package_id))
    }

    /// A booking at the host's desk.
    pub fn desk_booking(&self, booking_id: &str) -> String {
        format!("{}/desk/bookings/{booking_id}", self.base_url)
    }

    /// How the instance is reached, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where the instance acts in the fediverse.
    pub fn actor(&self) -> String {
        self.at("/actor")
    }

    /// Where a path of ours is.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The host name of the instance, with the port where it is not the usual one.
    pub fn domain(&self) -> &str {
        self.base_url
            .split_once("://")
            .map_or(self.base_url.as_str(), |(_, domain)| domain)
    }

    fn derive(&self, purpose: &str, id: &str) -> String {
        #[expect(
            clippy::expect_used,
            reason = "HMAC takes keys of any length (RFC 2104 §2)"
        )]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("any key will do");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(id.as_bytes());
        let mut token = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        token.truncate(TOKEN_LENGTH);
        token
    }
}

/// A new random token of 192 bits: sessions, API tokens.
///
/// # Panics
/// When the operating system has no randomness to give; nothing safe could follow.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<24>())
}

/// 128 random bits as hexadecimal digits: names of rooms.
///
/// # Panics
/// As [`random_token`].
pub fn random_name() -> String {
    random_bytes::<16>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(super) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing safe can follow"
    )]
    OsRng
        .try_fill_bytes(&mut bytes)
        .expect("the operating system gives randomness");
    bytes
}

/// How a token is stored and looked up. Tokens have 128 bits or more, so a plain hash is enough.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
