//! Reads and checks the Avro schemas of Amazon Personalize datasets.
