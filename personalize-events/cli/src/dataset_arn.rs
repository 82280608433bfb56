//! Checks `--dataset-arn` and `--region` before anything is opened.

use anyhow::ensure;
use personalize_events_schema::DatasetType;

use crate::arguments::PutRecords;
use crate::record_kind::RecordKind;

/// The maximum length in the service's model.
const MAX_CHARS: usize = 256;

/// Reports every problem of the dataset ARN and the region of a command.
pub(crate) fn check<R: RecordKind>(arguments: &PutRecords) -> anyhow::Result<()> {
    let Some(arn) = arguments.dataset_arn.as_deref() else {
        return Ok(());
    };
    let dataset_type = R::DATASET;
    let mut problems: Vec<String> = problem(arn, dataset_type)
        .map(|problem| {
            let (command, name, ending) = (R::COMMAND, dataset_type.name(), dataset_type.arn_name());
            format!(
                "--dataset-arn {problem}; {command} requires the ARN of the {name} dataset, which has the form \
                 arn:PARTITION:personalize:REGION:ACCOUNT:dataset/GROUP/{ending}"
            )
        })
        .into_iter()
        .collect();
    let found = region(arn);
    if let Some(region) = arguments
        .put
        .region
        .as_deref()
        .filter(|region| !found.is_empty() && *region != found)
    {
        problems.push(format!(
            "--region is {region}, but --dataset-arn is in the region {found}; omit --region"
        ));
    }
    ensure!(problems.is_empty(), problems.join("\n"));
    Ok(())
}

/// Returns the region of an ARN, empty if it has none.
pub(crate) fn region(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}

/// Returns why this is not the ARN of a dataset of this type.
fn problem(arn: &str, dataset_type: DatasetType) -> Option<String> {
    let length = arn.chars().count();
    if length > MAX_CHARS {
        return Some(format!(
            "has {length} characters, but at most {MAX_CHARS} are allowed"
        ));
    }
    if arn.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return Some("has white space or a control character".to_owned());
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, service, region, _, resource] = parts[..] else {
        return Some("is not an ARN".to_owned());
    };
    let is_partition = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if partition.is_empty() || !partition.bytes().all(is_partition) {
        return Some(format!("has the partition {partition:?}"));
    }
    if service != "personalize" {
        return Some(format!("is that of a resource of {service:?}"));
    }
    let Some(dataset) = resource.strip_prefix("dataset/") else {
        let end = resource.find(['/', ':']).unwrap_or(resource.len());
        let name = resource[..end].replace('-', " ");
        let article = if name.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        return Some(format!("is that of {article} {name}"));
    };
    match dataset.split_once('/') {
        Some((group, found)) if !group.is_empty() && found == dataset_type.arn_name() => {
            region.is_empty().then(|| "has no region".to_owned())
        }
        Some((_, found)) => Some(
            match DatasetType::ALL.iter().find(|it| it.arn_name() == found) {
                Some(other) if *other != dataset_type => {
                    format!("is that of the {} dataset", other.name())
                }
                Some(_) => "has no dataset group".to_owned(),
                None => format!("ends in {found:?}"),
            },
        ),
        None => Some("has no dataset group".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(arn: &str) -> Option<String> {
        super::problem(arn, DatasetType::Users)
    }

    #[test]
    fn the_arn_of_a_dataset_of_the_type_has_no_problem() {
        for arn in [
            "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
            "arn:aws-cn:personalize:cn-north-1:123456789012:dataset/a-b_C/USERS",
        ] {
            assert_eq!(problem(arn), None);
        }
    }

    #[test]
    fn other_resources_are_named() {
        let of_service = |resource: &str| {
            problem(&format!(
                "arn:aws:personalize:eu-west-1:123456789012:{resource}"
            ))
            .unwrap_or_default()
        };
        assert_eq!(
            of_service("dataset-group/films"),
            "is that of a dataset group"
        );
        assert_eq!(of_service("schema/films-users"), "is that of a schema");
        assert_eq!(
            of_service("event-tracker/1a2b"),
            "is that of an event tracker"
        );
        assert_eq!(
            of_service("dataset/films/ITEMS"),
            "is that of the Items dataset"
        );
        assert_eq!(
            of_service("dataset/films/ACTION_INTERACTIONS"),
            "is that of the ActionInteractions dataset"
        );
        assert_eq!(of_service("dataset/films/users"), "ends in \"users\"");
        assert_eq!(of_service("dataset/films/x/USERS"), "ends in \"x/USERS\"");
        for group in ["", "/USERS", "USERS"] {
            assert_eq!(
                of_service(&format!("dataset/{group}")),
                "has no dataset group"
            );
        }
        assert_eq!(
            problem("arn:aws:s3:::films").as_deref(),
            Some("is that of a resource of \"s3\"")
        );
        assert_eq!(
            problem("arn:aws:personalize:::dataset/films/USERS").as_deref(),
            Some("has no region")
        );
    }

    #[test]
    fn other_texts_are_no_arns() {
        for text in [
            "",
            "films/USERS",
            "arn:aws:personalize:eu-west-1:dataset/films/USERS",
            "ARN:aws:personalize:a:1:dataset/films/USERS",
        ] {
            assert_eq!(problem(text).as_deref(), Some("is not an ARN"), "{text}");
        }
        let padded = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS\n";
        assert_eq!(
            problem(padded).as_deref(),
            Some("has white space or a control character")
        );
        let long = format!(
            "arn:aws:personalize:eu-west-1:1:dataset/{}/USERS",
            "x".repeat(300)
        );
        assert!(problem(&long).is_some_and(|it| it.contains("at most 256")));
    }
}
