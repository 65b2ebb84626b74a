//! Addresses and ids in the headers of a mail.

use lettre::Address;
use lettre::address::AddressError;
use lettre::message::Mailbox;
use url::Host;

use crate::kernel::people::Email;

/// Somebody's address with their name. The name may be anything and may be empty.
///
/// # Errors
/// `AddressError` for an address that no mail server takes.
pub fn mailbox(name: &str, email: &Email) -> Result<Mailbox, AddressError> {
    let name = one_line(name);
    let (local, _) = split(email);
    let address = Address::new(local, ascii_domain(email))?;
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// The address that the instance writes from. An instance that is reached by a number, as in
/// development, writes from `localhost`: lettre reads no address literals (RFC 5321 §4.1.3).
///
/// # Errors
/// `AddressError` for an address that no mail server takes.
pub fn sender(address: &str) -> Result<Mailbox, AddressError> {
    let (local, domain) = address.rsplit_once('@').ok_or(AddressError::MissingParts)?;
    let domain = match Host::parse(domain) {
        Ok(Host::Domain(domain)) => domain,
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) => "localhost".to_owned(),
        Err(_) => return Err(AddressError::InvalidDomain),
    };
    Ok(Mailbox::new(None, Address::new(local, domain)?))
}

/// The address in ASCII: its domain as mail servers know it (RFC 5891 §4.4).
pub(super) fn ascii(email: &Email) -> String {
    let (local, _) = split(email);
    format!("{local}@{}", ascii_domain(email))
}

fn split(email: &Email) -> (&str, &str) {
    email.as_str().rsplit_once('@').unwrap_or_default()
}

fn ascii_domain(email: &Email) -> String {
    let (_, domain) = split(email);
    Host::parse(domain).map_or_else(|_| domain.to_owned(), |host| host.to_string())
}

/// The Message-ID of the mail with this key, without its brackets (RFC 5322 §3.6.4).
pub fn message_id(key: &str, domain: &str) -> String {
    format!("{}@{}", dot_atom(key), dot_atom(domain))
}

/// Letters, digits, `-`, `_` and `.`; anything else becomes `-`. Also fit for the name of a file.
pub(super) fn dot_atom(text: &str) -> String {
    let atom: String = text
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
            _ => '-',
        })
        .collect();
    atom.replace("..", ".-").trim_matches('.').to_owned()
}

/// The text without line ends and other control characters, so that it cannot leave its header.
pub(super) fn one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
