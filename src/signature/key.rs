//! Keys of actors: RSA, as the whole network reads it.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use pem_rfc7468::{LineEnding, decode_vec, encode_string};

/// The longest public key that is read, in octets of PEM.
const LONGEST_PEM: usize = 4 << 10;
const PUBLIC: &str = "PUBLIC KEY";
const PRIVATE: &str = "PRIVATE KEY";

/// The key cannot be read or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key cannot be used")]
pub struct KeyError;

/// The part of a key that signs.
#[derive(Debug)]
pub struct PrivateKey(KeyPair);

impl PrivateKey {
    /// A new key of 2048 bits.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa2048);
        pair.map(Self).map_err(|_| KeyError)
    }

    /// Reads PKCS #8 in PEM (RFC 7468 §10).
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        match decode_vec(pem.as_bytes()) {
            Ok((PRIVATE, der)) => KeyPair::from_pkcs8(&der).map(Self).map_err(|_| KeyError),
            _ => Err(KeyError),
        }
    }

    /// Itself, to be kept sealed.
    ///
    /// # Errors
    /// When the key cannot be written.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let der = self.0.as_der().map_err(|_| KeyError)?;
        encode_string(PRIVATE, LineEnding::LF, der.as_ref()).map_err(|_| KeyError)
    }

    /// The part that everybody may have (RFC 7468 §13).
    ///
    /// # Errors
    /// When the key cannot be written.
    pub fn public_pem(&self) -> Result<String, KeyError> {
        let der = self.0.public_key().as_der().map_err(|_| KeyError)?;
        encode_string(PUBLIC, LineEnding::LF, der.as_ref()).map_err(|_| KeyError)
    }

    /// Signs a text (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 §8.2).
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                text,
                &mut signature,
            )
            .map_err(|_| KeyError)?;
        Ok(signature)
    }
}

/// The part of a key that verifies, of 2048 to 8192 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads a public key in PEM: SubjectPublicKeyInfo, or what PKCS #1 calls one. Whether it is of
    /// RSA and long enough shows when it verifies.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        if pem.len() > LONGEST_PEM {
            return Err(KeyError);
        }
        match decode_vec(pem.trim().as_bytes()) {
            Ok((PUBLIC | "RSA PUBLIC KEY", der)) => Ok(Self(der)),
            _ => Err(KeyError),
        }
    }

    pub(super) fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0)
            .verify(text, signature)
            .is_ok()
    }
}
