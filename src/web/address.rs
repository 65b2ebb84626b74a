//! Addresses with a query, built part by part.

use std::fmt::{self, Write};

/// An address; its query keeps the order in which parts were added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// An address without a query; `""` is the page itself.
    pub fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The address with one more part of the query.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            // What may stand in a query as it is (RFC 3986 §3.4), but for what forms give a
            // meaning of their own.
            if byte.is_ascii_alphanumeric() || b"-._~:/@,".contains(&byte) {
                self.0.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(self.0, "%{byte:02X}");
            }
        }
        self
    }

    /// The address with one more part if there is one.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_query_stays_readable_and_keeps_its_meaning() {
        let address = Address::new("/@mira/first")
            .with("start", "2027-03-16T08:30:00Z")
            .with("zone", "Etc/GMT+5")
            .with_some("lang", None)
            .with("q", "a b&c");

        assert_eq!(
            address.to_string(),
            "/@mira/first?start=2027-03-16T08:30:00Z&zone=Etc/GMT%2B5&q=a%20b%26c"
        );
    }
}
