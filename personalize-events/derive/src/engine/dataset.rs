//! What the service asks of the dataset that a derive is for.

use personalize_events_schema::{Keyword, Kind as Dataset};

use crate::engine::kind::Kind;

/// The datasets by derive; the model of the service does not name them.
const DATASETS: [(&str, Dataset); 5] = [
    ("UserProperties", Dataset::Users),
    ("ItemProperties", Dataset::Items),
    ("ActionProperties", Dataset::Actions),
    ("EventProperties", Dataset::Interactions),
    ("ActionInteractionProperties", Dataset::ActionInteractions),
];

/// The dataset, if there is one.
pub(crate) fn of(kind: &Kind) -> Option<Dataset> {
    let mut datasets = DATASETS.into_iter();
    let (_, dataset) = datasets.find(|(name, _)| *name == kind.trait_name)?;
    Some(dataset)
}

/// Whether a column is filled beside the properties: by the id of a record, by the members of an
/// event.
pub(crate) fn is_beside(kind: &Kind, keyword: &Keyword) -> bool {
    keyword.required || kind.identity.is_none()
}

/// The columns beside the properties that a schema is given: the required ones, and the type of an
/// event, which every event has.
pub(crate) fn fixed(dataset: Dataset) -> impl Iterator<Item = &'static Keyword> {
    let keywords = dataset.keywords().iter();
    keywords.filter(|keyword| keyword.required || keyword.name == "EVENT_TYPE")
}
