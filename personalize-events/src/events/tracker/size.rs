//! The memory of an event.

use super::super::session::SessionEvent;
use crate::generated::{Event, MetricAttribution};
use crate::types::JsonString;

/// Returns about how many bytes an event occupies while it waits. A session counts for each of its events.
pub(super) fn bytes(event: &SessionEvent) -> usize {
    let (session, event) = (event.session(), event.event());
    let texts = [
        Some(session.id()),
        session.user_id(),
        event.event_id(),
        Some(event.event_type()),
        event.item_id(),
        event.properties().map(JsonString::as_str),
        event.recommendation_id(),
        event
            .metric_attribution()
            .map(MetricAttribution::event_attribution_source),
    ];
    let texts: usize = texts.iter().flatten().map(|text| text.len()).sum();
    let impression = event.impression().unwrap_or_default();
    let impression: usize = impression
        .iter()
        .map(|item| item.len() + size_of::<String>())
        .sum();
    size_of::<Event>() + size_of::<SessionEvent>() + texts + impression
}

#[cfg(test)]
mod tests {
    use super::bytes;
    use crate::events::Session;
    use crate::generated::Event;

    #[test]
    fn each_text_of_an_event_counts() {
        let event = |text: &str| {
            let event = Event::now(text).event_id(text).item_id(text);
            let event = event.recommendation_id(text).impression([text, text]);
            let session = Session::builder().session_id(text);
            let session = session.user_id(format!("u{text}")).build().unwrap();
            session.event(event.properties(format!(r#"{{"a":"{text}"}}"#)))
        };
        let [short, long] = ["1", "12345678901"].map(|text| bytes(&event(text).unwrap()));
        assert_eq!(long - short, 9 * 10);
        assert!((300..900).contains(&short), "{short}");
    }
}
