//! Checks that a dataset belongs to the region of the client and the type of the operation.
//!
//! The service would return `ResourceNotFoundException` or `AccessDeniedException` instead.
//!
//! A builder cannot check the dataset ARN against the region and the operation, because it knows no region.

use super::Config;
use crate::operation::DatasetArn;

impl Config {
    /// Checks the dataset ARN of a request and reports every problem.
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
                "is in the region `{region}`, but this client calls `{ours}`: use a client of that region"
            ));
        }
        let expected = dataset.dataset_type;
        let found = resource.rsplit('/').next().unwrap_or_default();
        if found != expected {
            problems.push(format!(
                "ends in `{found}`, but this operation writes to a dataset whose ARN ends in `/{expected}`"
            ));
        }
        if problems.is_empty() {
            return Ok(());
        }
        let problems = problems.join(", and ");
        Err(format!(
            "`datasetArn` {problems} (`ConfigBuilder::check_dataset_arn` disables this check)"
        ))
    }
}
