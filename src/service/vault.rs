//! Keeps secrets of others: the database holds them sealed, the key comes from the instance's
//! secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::links::random_bytes;

/// Octets of a nonce.
const NONCE: usize = 24;

/// Seals and opens secrets (XChaCha20-Poly1305).
pub struct Vault(XChaCha20Poly1305);

impl Vault {
    /// With a key derived from the instance's secret.
    pub fn new(secret: &[u8]) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "HMAC takes keys of any length (RFC 2104 §2)"
        )]
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any key will do");
        mac.update(b"vault");
        let key: [u8; 32] = mac.finalize().into_bytes().into();
        Self(XChaCha20Poly1305::new(&Key::from(key)))
    }

    /// Seals a secret that belongs to `id`.
    ///
    /// # Panics
    /// Never: it fails only for texts of more than 256 GB.
    pub fn seal(&self, id: &str, secret: &str) -> String {
        let nonce: [u8; NONCE] = random_bytes();
        let payload = Payload {
            msg: secret.as_bytes(),
            aad: id.as_bytes(),
        };
        #[expect(clippy::expect_used, reason = "a secret is shorter than 256 GB")]
        let sealed = self
            .0
            .encrypt(&XNonce::from(nonce), payload)
            .expect("short texts can be sealed");
        let mut octets = nonce.to_vec();
        octets.extend(sealed);
        URL_SAFE_NO_PAD.encode(octets)
    }

    /// Opens what was sealed for `id`; none if it was not, or with another secret.
    pub fn open(&self, id: &str, sealed: &str) -> Option<String> {
        let octets = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = octets.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: id.as_bytes(),
        };
        let secret = self.0.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(secret).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_for_its_owner_with_the_same_secret_alone() {
        let vault = Vault::new(b"a secret of thirty-two characters");
        let sealed = vault.seal("one", "geheim");

        assert!(!sealed.contains("geheim"));
        assert_eq!(vault.open("one", &sealed).as_deref(), Some("geheim"));
        assert_eq!(vault.open("two", &sealed), None);
        assert_eq!(Vault::new(b"another").open("one", &sealed), None);
        assert_eq!(vault.open("one", "short"), None);
        assert_ne!(vault.seal("one", "geheim"), sealed);
    }
}
