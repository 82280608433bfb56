//! The items of a recommendation that a page shows.

use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::deserialize::{FromObject, Object, deserialize};
use crate::generated::Event;
use crate::validation::{
    Build, Buildable, Constraint, ValidationContext, ValidationError, ViolationKind, build,
    validated,
};

/// The maximum length of an impression.
const MAX_ITEMS: usize = 25;

const RECOMMENDATION_ID: &str = "recommendationId";
const ITEMS: &str = "items";

const ID_CONSTRAINTS: &[Constraint] = &[Constraint::length(1, 40)];
const ITEMS_CONSTRAINTS: &[Constraint] = &[
    Constraint::min_length(1),
    Constraint::Each(&[Constraint::length(1, 256), Constraint::NotNullText]),
];

/// The items of one recommendation, in the order in which the application shows them.
///
/// [`event`](Self::event) adds the recommendation ID and the impression to an event: which items the visitor saw when the
/// event happened. The service learns from them which items were ignored, and credits the recommendation. A clone is cheap.
///
/// # Example
///
/// The ID and the items are the `recommendationId` and the `itemId` of each element of `itemList` in the response of
/// `GetRecommendations` (Personalize Runtime):
///
/// ```
/// use personalize_events::Event;
/// use personalize_events::events::Recommended;
///
/// let shown = Recommended::new("RID-1a2b", ["film-1", "film-2", "film-3"])?;
/// let click = shown.event(Event::now("click").item_id("film-2"))?;
/// assert_eq!(click.recommendation_id(), Some("RID-1a2b"));
/// assert_eq!(click.impression(), Some(shown.items()));
/// # Ok::<(), personalize_events::ValidationError>(())
/// ```
///
/// If the click arrives in a later request than that of the page, store the recommendation with the session: `Serialize` and
/// `Deserialize` have the form `{"recommendationId":"…","items":["…"]}`.
///
/// # More than 25 items
///
/// An impression has at most 25 items, and [`omitted`](Self::omitted) returns how many of a longer list are not sent with an
/// event. Those sent are the first 25; or, if the event's item comes after them, the 25 up to this item, because an
/// impression is what was visible at the time. Which ones to send is our choice. It is better to pass only those items
/// that the visitor has really seen.
///
/// # Metric attributions
///
/// If an event has a recommendation ID and the source of a metric attribution and the two conflict, the service uses the
/// source. So a source is a violation, unless [`allow_metric_attribution`](Self::allow_metric_attribution)
/// allows it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recommended {
    id: Arc<str>,
    items: Arc<[String]>,
    allow_metric_attribution: bool,
}

impl Recommended {
    /// Takes the recommendation ID and the items that are shown, in their order.
    ///
    /// # Errors
    ///
    /// Returns every violation: the recommendation ID has 1 to 40 characters, and each item ID has 1 to 256 characters and is
    /// not the text `null`. There is at least one item.
    pub fn new(
        recommendation_id: impl Into<String>,
        items: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, ValidationError> {
        Self::builder()
            .recommendation_id(recommendation_id)
            .items(items)
            .build()
    }

    /// Returns a builder, which can allow the text `null` as the ID of an item.
    pub fn builder() -> RecommendedBuilder {
        RecommendedBuilder::default()
    }

    /// Allows events with a metric attribution, which are violations otherwise.
    ///
    /// If the recommendation and the source of the attribution conflict, the service uses the source.
    #[must_use]
    pub fn allow_metric_attribution(mut self) -> Self {
        self.allow_metric_attribution = true;
        self
    }

    /// Returns the recommendation ID.
    #[must_use]
    pub fn recommendation_id(&self) -> &str {
        &self.id
    }

    /// Returns all items, in the order in which they are shown.
    #[must_use]
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// Returns how many items an impression omits, because it has at most 25.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::events::Recommended;
    ///
    /// let shown = Recommended::new("RID-1a2b", (1..=40).map(|n| format!("film-{n}")))?;
    /// if shown.omitted() > 0 {
    ///     println!("impressions omit {} of {} items", shown.omitted(), shown.items().len());
    /// }
    /// # assert_eq!(shown.omitted(), 15);
    /// # Ok::<(), personalize_events::ValidationError>(())
    /// ```
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.items.len().saturating_sub(MAX_ITEMS)
    }

    /// Adds the recommendation ID and the impression to an event: the event, its builder, or the result of building it.
    ///
    /// [`Session::event`](super::Session::event) takes the result as it takes an event.
    ///
    /// # Errors
    ///
    /// Returns every violation in the event. It is also a violation if its item is not one of [`items`](Self::items), if it
    /// already has a recommendation ID or an impression, and if it has a metric attribution that is not allowed.
    pub fn event(&self, event: impl Buildable<Event>) -> Result<Event, ValidationError> {
        let event = build(event.into_build_input())?;
        validated(|context| {
            let clicked = self.position(&event, context);
            self.check(&event, context);
            self.complete(&event, clicked).build_in(context)
        })
    }

    /// Returns the index of the event's item, if it has one.
    fn position(&self, event: &Event, context: &mut ValidationContext<'_>) -> Option<usize> {
        let item_id = event.item_id()?;
        let position = self.items.iter().position(|item| item == item_id);
        if position.is_none() {
            context.member("itemId").add(ViolationKind::NotRecommended);
        }
        position
    }

    fn check(&self, event: &Event, context: &mut ValidationContext<'_>) {
        let mut check = |is_valid: bool, name: &'static str, kind: ViolationKind| {
            if !is_valid {
                context.member(name).add(kind);
            }
        };
        let set = || ViolationKind::SetByRecommended;
        check(
            event.recommendation_id().is_none(),
            RECOMMENDATION_ID,
            set(),
        );
        check(event.impression().is_none(), "impression", set());
        check(
            self.allow_metric_attribution || event.metric_attribution().is_none(),
            "metricAttribution",
            ViolationKind::AttributionConflict,
        );
    }

    /// The items that are sent with an event: the last 25 up to its item, or the first ones if it is among those.
    fn impression(&self, clicked: Option<usize>) -> &[String] {
        let end = clicked
            .map_or(0, |index| index + 1)
            .max(MAX_ITEMS)
            .min(self.items.len());
        &self.items[end.saturating_sub(MAX_ITEMS)..end]
    }

    fn complete(
        &self,
        event: &Event,
        clicked: Option<usize>,
    ) -> impl Build<Output = Event> + use<> {
        Event::builder()
            .maybe_event_id(event.event_id())
            .event_type(event.event_type())
            .maybe_event_value(event.event_value())
            .maybe_item_id(event.item_id())
            .maybe_properties(event.properties().cloned())
            .sent_at(event.sent_at())
            .recommendation_id(&*self.id)
            .impression(self.impression(clicked))
            .maybe_metric_attribution(event.metric_attribution().cloned())
            .allow_null_text() // the IDs were validated
    }
}

/// Omits the IDs, which show what somebody has seen.
impl fmt::Debug for Recommended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recommended").finish_non_exhaustive()
    }
}

impl Serialize for Recommended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut recommended = serializer.serialize_struct("Recommended", 2)?;
        recommended.serialize_field(RECOMMENDATION_ID, self.recommendation_id())?;
        recommended.serialize_field(ITEMS, self.items())?;
        recommended.end()
    }
}

/// Validates, without what a builder allowed.
impl<'de> Deserialize<'de> for Recommended {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize::<RecommendedBuilder, D>(deserializer)
    }
}

/// A builder for [`Recommended`].
///
/// Required members: [`recommendation_id`](Self::recommendation_id), [`items`](Self::items).
#[derive(Clone, Default)]
#[must_use]
pub struct RecommendedBuilder {
    recommendation_id: Option<String>,
    items: Option<Vec<String>>,
    allow_null_text: bool,
}

impl RecommendedBuilder {
    /// Sets the recommendation ID.
    pub fn recommendation_id(mut self, recommendation_id: impl Into<String>) -> Self {
        self.recommendation_id = Some(recommendation_id.into());
        self
    }

    /// Extends the items that are shown, in their order.
    pub fn items(mut self, items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let items = items.into_iter().map(Into::into);
        self.items.get_or_insert_default().extend(items);
        self
    }

    /// Allows the text `null` as the ID of an item, which is a violation otherwise.
    pub fn allow_null_text(mut self) -> Self {
        self.allow_null_text = true;
        self
    }

    /// Validates the members and builds the [`Recommended`].
    ///
    /// # Errors
    ///
    /// Returns every violation.
    pub fn build(self) -> Result<Recommended, ValidationError> {
        build(self)
    }
}

impl Build for RecommendedBuilder {
    type Output = Recommended;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Recommended> {
        let context = &mut context.null_text(self.allow_null_text);
        let id = context.required(RECOMMENDATION_ID, self.recommendation_id, ID_CONSTRAINTS);
        let items = context.required(ITEMS, self.items, ITEMS_CONSTRAINTS);
        Some(Recommended {
            id: id?.into(),
            items: items?.into(),
            allow_metric_attribution: false,
        })
    }
}

impl FromObject for RecommendedBuilder {
    fn from_object(object: &mut Object<'_, '_>) -> Self {
        Self {
            recommendation_id: object.member(RECOMMENDATION_ID),
            items: object.member(ITEMS),
            ..Self::default()
        }
    }
}

/// Omits the IDs, which show what somebody has seen.
impl fmt::Debug for RecommendedBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecommendedBuilder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use personalize_events_schema::record_kind::RecordKind;
    use serde_json::{Value, json};

    use super::Recommended;
    use crate::builders::EventBuilder;
    use crate::{Event, MetricAttribution, Timestamp};

    fn event() -> EventBuilder {
        Event::builder()
            .event_type("click")
            .sent_at(Timestamp::from_secs(1_700_000_000))
    }

    #[test]
    fn every_other_member_of_the_event_stays() {
        let attribution = MetricAttribution::builder().event_attribution_source("newsletter");
        let full = event()
            .event_id("event-1")
            .event_value(4.5)
            .item_id("film-2")
            .properties(r#"{"deviceType":"tablet"}"#)
            .metric_attribution(attribution)
            .build()
            .unwrap();
        let shown = Recommended::new("RID-1", ["film-1", "film-2"]).unwrap();
        let recommended = shown
            .allow_metric_attribution()
            .event(full.clone())
            .unwrap();

        let mut expected = serde_json::to_value(&full).unwrap();
        expected["recommendationId"] = json!("RID-1");
        expected["impression"] = json!(["film-1", "film-2"]);
        let found = serde_json::to_value(&recommended).unwrap();
        assert_eq!(found, expected);
        // No member of the model is missing here.
        let Value::Object(members) = &found else {
            panic!("{found}")
        };
        let members: BTreeSet<&str> = members.keys().map(String::as_str).collect();
        let of_model: BTreeSet<&str> = RecordKind::EVENT.members.iter().copied().collect();
        assert_eq!(members, of_model);
    }

    #[test]
    fn an_impression_is_25_items_in_a_row_that_end_with_a_later_click() {
        for length in 1..=60_usize {
            let items: Vec<String> = (0..length).map(|n| format!("film-{n}")).collect();
            let shown = Recommended::new("RID-1", &items).unwrap();
            assert_eq!(shown.omitted(), length.saturating_sub(25));
            let without_item = shown.event(event()).unwrap();
            assert_eq!(without_item.impression().unwrap(), &items[..length.min(25)]);
            for (index, item) in items.iter().enumerate() {
                let clicked = shown.event(event().item_id(item)).unwrap();
                let from = if index < 25 { 0 } else { index - 24 };
                let to = length.min(from + 25);
                assert_eq!(
                    clicked.impression().unwrap(),
                    &items[from..to],
                    "{index} of {length}"
                );
            }
        }
    }
}
