//! The XML of WebDAV, in and out, for our server and for asking others. In: namespaces resolved, no DTD, bounded. Out: with the prefixes that
//! every program knows.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use roxmltree::{Document, Node, ParsingOptions};

/// WebDAV (RFC 4918).
pub const D: &str = "DAV:";
/// CalDAV (RFC 4791).
pub const C: &str = "urn:ietf:params:xml:ns:caldav";
/// What Apple's server began and everybody asks for.
pub const CS: &str = "http://calendarserver.org/ns/";
/// Colours and order of Apple's calendars.
pub const A: &str = "http://apple.com/ns/ical/";

/// A body that is no XML, has a DTD, or is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not XML that can be read here")]
pub struct BadXml;

/// Reads a body of at most `most` nodes; none if it is empty.
///
/// # Errors
/// `BadXml`.
pub fn parse(body: &str, most: u32) -> Result<Option<Document<'_>>, BadXml> {
    if body.trim().is_empty() {
        return Ok(None);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: most,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(body, options)
        .map(Some)
        .map_err(|_| BadXml)
}

/// The first child of that name.
pub fn child<'a, 'b>(node: Node<'a, 'b>, name: (&str, &str)) -> Option<Node<'a, 'b>> {
    node.children().find(|child| is(*child, name))
}

/// Whether a node has that name.
pub fn is(node: Node<'_, '_>, name: (&str, &str)) -> bool {
    node.is_element() && node.has_tag_name(name)
}

/// The text of a node, without blanks around it.
pub fn text(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter_map(|inner| inner.text().filter(|_| inner.is_text()));
    texts.collect::<String>().trim().to_owned()
}

/// XML that is being written.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    root: &'static str,
}

impl Xml {
    /// Begins with the element `root`, which names the prefixes.
    pub fn new(root: &'static str) -> Self {
        let mut xml = Self {
            writer: Writer::new(Vec::new()),
            root,
        };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        let mut start = BytesStart::new(root);
        for (prefix, namespace) in [("D", D), ("C", C), ("CS", CS), ("A", A)] {
            start.push_attribute((format!("xmlns:{prefix}").as_str(), namespace));
        }
        xml.event(Event::Start(start));
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        let _ = self.writer.write_event(event);
    }

    /// An element with others in it.
    pub fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(BytesStart::new(name)));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text. Characters that XML cannot hold are left out.
    pub fn leaf(&mut self, name: &str, text: &str) {
        let text: String = text
            .chars()
            .filter(|&c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
            .collect();
        self.within(name, |xml| xml.event(Event::Text(BytesText::new(&text))));
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str) {
        self.event(Event::Empty(BytesStart::new(name)));
    }

    /// An empty element with one attribute.
    pub fn empty_with(&mut self, name: &str, attribute: (&str, &str)) {
        let mut start = BytesStart::new(name);
        start.push_attribute(attribute);
        self.event(Event::Empty(start));
    }

    /// An empty element of a namespace without a known prefix.
    pub fn empty_of(&mut self, namespace: &str, name: &str) {
        match prefix(namespace) {
            Some(prefix) => self.empty(&format!("{prefix}:{name}")),
            None => self.empty_with(&format!("X:{name}"), ("xmlns:X", namespace)),
        }
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        self.event(Event::End(BytesEnd::new(self.root)));
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }
}

fn prefix(namespace: &str) -> Option<&'static str> {
    match namespace {
        D => Some("D"),
        C => Some("C"),
        CS => Some("CS"),
        A => Some("A"),
        _ => None,
    }
}
