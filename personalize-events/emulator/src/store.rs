//! What the emulator keeps of the records it was sent: a dataset holds one record for each id, a
//! tracker all its events in the order they came.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{DATASET, Keeper, Records, TRACKER};

/// Datasets and trackers with their records, in wire form.
#[derive(Default)]
pub(crate) struct Store {
    /// The only datasets there are; if empty, every dataset that is named comes into being.
    registered: BTreeSet<String>,
    datasets: HashMap<String, Rooms<IndexMap<String, Value>>>,
    trackers: HashMap<String, Rooms<Vec<Value>>>,
}

type Rooms<T> = HashMap<String, T>;

/// There is no such dataset.
pub(crate) struct UnknownDataset {
    /// What to tell the client.
    pub(crate) message: String,
}

impl Store {
    pub(crate) fn register(&mut self, arn: String) {
        self.datasets.entry(arn.clone()).or_default();
        self.registered.insert(arn);
    }

    /// Keeps the records of a valid input: all of them, or none.
    pub(crate) fn put(&mut self, records: &Records, input: &Value) -> Result<(), UnknownDataset> {
        let name = |member: &str| {
            let name = input.get(member).and_then(Value::as_str);
            name.unwrap_or_default().to_owned()
        };
        let list = input.get(&records.list).and_then(Value::as_array);
        let list = list.into_iter().flatten().cloned();
        match records.keeper {
            Keeper::Dataset => {
                let arn = name(DATASET);
                self.check(&arn)?;
                let rooms = self.datasets.entry(arn).or_default();
                let room = rooms.entry(records.room.clone()).or_default();
                for record in list {
                    let id = records.id.as_ref().and_then(|id| record.get(id)?.as_str());
                    room.insert(id.unwrap_or_default().to_owned(), record);
                }
            }
            Keeper::Tracker => {
                let rooms = self.trackers.entry(name(TRACKER)).or_default();
                rooms.entry(records.room.clone()).or_default().extend(list);
            }
        }
        Ok(())
    }

    fn check(&self, arn: &str) -> Result<(), UnknownDataset> {
        if self.registered.is_empty() || self.registered.contains(arn) {
            return Ok(());
        }
        let known: Vec<&str> = self.registered.iter().map(String::as_str).collect();
        Err(UnknownDataset {
            message: format!(
                "{DATASET}: there is no such dataset; the emulator has {}",
                known.join(", ")
            ),
        })
    }

    /// The records in a room, or `None` if its keeper was neither registered nor ever used.
    pub(crate) fn records(&self, keeper: Keeper, name: &str, room: &str) -> Option<Vec<Value>> {
        match keeper {
            Keeper::Dataset => self.datasets.get(name).map(|rooms| {
                let room = rooms.get(room);
                room.map_or_else(Vec::new, |room| room.values().cloned().collect())
            }),
            Keeper::Tracker => self
                .trackers
                .get(name)
                .map(|rooms| rooms.get(room).cloned().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Store;
    use crate::Model;
    use crate::model::{Keeper, Records};

    fn records(operation: &str) -> &'static Records {
        let operation = Model::embedded().operation(operation).unwrap();
        operation.records.as_ref().unwrap()
    }

    fn put_users(store: &mut Store, arn: &str, users: &Value) -> bool {
        let input = json!({ "datasetArn": arn, "users": users });
        store.put(records("PutUsers"), &input).is_ok()
    }

    #[test]
    fn a_record_takes_the_place_of_the_one_with_its_id() {
        let mut store = Store::default();
        let first = json!([{ "userId": "a", "properties": "{}" }, { "userId": "b" }]);
        let second = json!([{ "userId": "a" }, { "userId": "c" }, { "userId": "c", "x": 1 }]);
        assert!(put_users(&mut store, "arn", &first));
        assert!(put_users(&mut store, "arn", &second));
        assert_eq!(
            store.records(Keeper::Dataset, "arn", "users").unwrap(),
            [
                json!({ "userId": "a" }),
                json!({ "userId": "b" }),
                json!({ "userId": "c", "x": 1 })
            ]
        );
    }

    #[test]
    fn a_tracker_keeps_every_event() {
        let mut store = Store::default();
        let input = json!({ "trackingId": "t", "eventList": [{ "eventId": "1" }] });
        assert!(store.put(records("PutEvents"), &input).is_ok());
        assert!(store.put(records("PutEvents"), &input).is_ok());
        let events = store.records(Keeper::Tracker, "t", "events").unwrap();
        assert_eq!(events.len(), 2);
    }

    #[test]
    fn only_registered_datasets_are_known_once_one_is() {
        let mut store = Store::default();
        store.register("one".to_owned());
        assert!(!put_users(&mut store, "two", &json!([{ "userId": "a" }])));
        assert_eq!(store.records(Keeper::Dataset, "two", "users"), None);
        assert_eq!(
            store.records(Keeper::Dataset, "one", "users"),
            Some(Vec::new())
        );
    }
}
