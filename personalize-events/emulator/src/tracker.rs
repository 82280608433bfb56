//! Trackers and the schemas of their events, as they were registered.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::dataset::{DatasetGroup, DatasetType, type_of_arn};
use crate::schema::Schema;
use crate::start_error::StartError;

/// What a tracker was registered with.
#[derive(Clone, Debug)]
pub(crate) enum Registration {
    /// The ARN of its dataset group.
    DatasetGroup(String),
    /// A schema of its own.
    Schema(String),
}

/// The schemas of the events of a tracker.
#[derive(Debug, Default)]
pub(crate) struct Tracker {
    interactions: Option<Arc<Schema>>,
    action_interactions: Option<Arc<Schema>>,
}

impl Tracker {
    /// Returns the schema of a dataset of this type, if there is one.
    pub(crate) fn schema(&self, ty: DatasetType) -> Option<&Schema> {
        match ty {
            DatasetType::Interactions => self.interactions.as_deref(),
            DatasetType::ActionInteractions => self.action_interactions.as_deref(),
            DatasetType::Users | DatasetType::Items | DatasetType::Actions => None,
        }
    }
}

/// The schemas that records are validated with.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    /// By the ARN of the dataset.
    pub(crate) datasets: HashMap<String, Arc<Schema>>,
    /// By tracking ID.
    pub(crate) trackers: HashMap<String, Tracker>,
}

impl Schemas {
    /// Parses the schemas of datasets, by ARN, and the registrations of trackers, by tracking ID.
    pub(crate) fn parse(
        datasets: Vec<(String, String)>,
        trackers: Vec<(String, Registration)>,
    ) -> Result<Self, StartError> {
        let mut by_id: IndexMap<String, Vec<Registration>> = IndexMap::new();
        for (id, registration) in trackers {
            by_id.entry(id).or_default().push(registration);
        }
        let mut groups = Vec::new();
        let mut schemas = Self::default();
        for (id, registrations) in by_id {
            match Parsed::new(&id, registrations) {
                Ok(Parsed::DatasetGroup(group)) => groups.push((id, group)),
                Ok(Parsed::Schemas(tracker)) => {
                    schemas.trackers.insert(id, tracker);
                }
                Err(problems) => return Err(StartError::Tracker { id, problems }),
            }
        }
        for (arn, text) in datasets {
            let (schema, mut problems) = match of_dataset(&arn, &text) {
                Ok(schema) => (Some(schema), Vec::new()),
                Err(problems) => (None, problems),
            };
            problems.extend(lacks_tracker(&arn, &groups));
            if schemas.datasets.contains_key(&arn) {
                problems.push("the dataset has two schemas".to_owned());
            }
            match schema {
                Some(schema) if problems.is_empty() => {
                    schemas.datasets.insert(arn, Arc::new(schema));
                }
                _ => return Err(StartError::Schema { arn, problems }),
            }
        }
        for (id, group) in groups {
            let schema = |ty| schemas.datasets.get(&group.dataset_arn(ty)).cloned();
            let tracker = Tracker {
                interactions: schema(DatasetType::Interactions),
                action_interactions: schema(DatasetType::ActionInteractions),
            };
            schemas.trackers.insert(id, tracker);
        }
        Ok(schemas)
    }
}

/// The registrations of one tracker.
enum Parsed {
    DatasetGroup(DatasetGroup),
    Schemas(Tracker),
}

impl Parsed {
    /// Returns the registrations of the tracker with this ID, or every problem with them.
    fn new(id: &str, registrations: Vec<Registration>) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        if id.is_empty() {
            problems.push("the ID is empty".to_owned());
        }
        let mut groups = Vec::new();
        let mut tracker = Tracker::default();
        let mut has_schema = false;
        for registration in registrations {
            match registration {
                Registration::DatasetGroup(arn) => groups.push(arn),
                Registration::Schema(text) => {
                    has_schema = true;
                    problems.extend(tracker.add(&text).err().into_iter().flatten());
                }
            }
        }
        if groups.len() > 1 {
            problems.push("it is registered twice with a dataset group".to_owned());
        }
        if has_schema && !groups.is_empty() {
            problems.push(
                "it has schemas of its own and a dataset group; give the group's datasets the schemas, or leave out the \
                 group"
                    .to_owned(),
            );
        }
        let parsed = groups.first().map(|arn| DatasetGroup::parse(arn));
        if let Some(None) = parsed {
            problems.push(
                "the ARN must be that of a dataset group, such as \
                 arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop"
                    .to_owned(),
            );
        }
        match parsed.flatten() {
            _ if !problems.is_empty() => Err(problems),
            Some(group) => Ok(Self::DatasetGroup(group)),
            None => Ok(Self::Schemas(tracker)),
        }
    }
}

impl Tracker {
    /// Adds a schema, or returns every problem with it.
    fn add(&mut self, text: &str) -> Result<(), Vec<String>> {
        let schema = Schema::parse_of_tracker(text).map_err(|problems| {
            let problems = problems.into_iter();
            problems
                .map(|problem| format!("its schema cannot be used: {problem}"))
                .collect::<Vec<_>>()
        })?;
        let ty = schema.dataset_type();
        let place = if ty == DatasetType::Interactions {
            &mut self.interactions
        } else {
            &mut self.action_interactions
        };
        match place.replace(Arc::new(schema)) {
            None => Ok(()),
            Some(_) => Err(vec![format!(
                "it has two schemas of the type {}",
                ty.name()
            )]),
        }
    }
}

fn of_dataset(arn: &str, text: &str) -> Result<Schema, Vec<String>> {
    let ty = type_of_arn(arn).map_err(|problem| vec![problem])?;
    Schema::parse(ty, text)
}

/// Returns why no record would be validated with a schema of this dataset, if so.
fn lacks_tracker(arn: &str, groups: &[(String, DatasetGroup)]) -> Option<String> {
    let ty = type_of_arn(arn).ok()?;
    let has_tracker = groups.iter().any(|(_, group)| group.dataset_arn(ty) == arn);
    if !ty.has_trackers() || has_tracker {
        return None;
    }
    let group = DatasetGroup::of_dataset(arn).map_or_else(String::new, |group| group.arn());
    Some(format!(
        "no record would be validated with it, because events name a tracker and no dataset; add a tracker of its \
         dataset group with `tracker` or `--tracker ID={group}`, or register the schema with `tracker_schema` or \
         `--tracker ID=FILE` instead"
    ))
}
