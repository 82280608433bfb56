//! Whether a dataset can be written to by a client and an operation.
//!
//! The service would answer that there is no such dataset, or refuse access to it.

use super::Settings;
use crate::runtime::DatasetArn;

impl Settings {
    /// What is wrong with the dataset that a request names, all at once.
    pub(crate) fn check(&self, dataset: DatasetArn<'_>) -> Result<(), String> {
        if !self.checks_datasets {
            return Ok(());
        }
        let mut problems = Vec::new();
        // arn:<partition>:personalize:<region>:<account>:dataset/<dataset group>/<type>
        let mut parts = dataset.arn.splitn(6, ':').skip(3);
        let region = parts.next().unwrap_or_default();
        let resource = parts.nth(1).unwrap_or_default();
        if region != self.region {
            let ours = &self.region;
            problems.push(format!(
                "is of the region `{region}`, but this client calls `{ours}`: use a client of that region"
            ));
        }
        let wanted = dataset.dataset_type;
        let found = resource.rsplit('/').next().unwrap_or_default();
        if found != wanted {
            problems.push(format!(
                "ends in `{found}`, but this operation writes to a dataset whose ARN ends in `/{wanted}`"
            ));
        }
        if problems.is_empty() {
            return Ok(());
        }
        let problems = problems.join(", and ");
        Err(format!(
            "`datasetArn` {problems} (`ConfigBuilder::check_dataset_arn` turns this check off)"
        ))
    }
}
