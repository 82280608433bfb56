//! The endpoints of a service, and the parameters of its rules that members set.

use personalize_events_ast::{Kind, Operation as Shapes, Reference, Shape};

use super::context::{Lowering, MemberRef};
use super::unsupported::reason;
use crate::diagnostics::Diagnostic;
use crate::endpoint::{self, EndpointReport, Names};
use crate::ir::{
    Authentication, EndpointMember, EndpointTable, Operation, OperationParameters, ServiceNames,
};
use crate::traits::{
    CONTEXT_PARAM, ENDPOINT_RULE_SET, ENDPOINT_TESTS, HTTP_LABEL, OPERATION_CONTEXT_PARAMS,
    REQUIRED, Reader, STATIC_CONTEXT_PARAMS,
};

/// Replaces the signatures of an operation by those of Version 4A if its endpoints require them.
pub(super) fn sign_for_regions(operation: &mut Operation, tables: &[EndpointTable]) {
    let mut tables = tables.iter();
    let table = tables.find(|table| table.parameters == operation.parameters);
    let region_set = table.and_then(|table| table.region_set.clone());
    if let (Authentication::SigV4, Some(region_set)) = (&operation.authentication, region_set) {
        operation.authentication = Authentication::SigV4a(region_set);
    }
}

impl MemberRef<'_> {
    /// Whether all requests have a value of it.
    fn always_has_value(&self) -> bool {
        let traits = self.traits();
        traits.has(&REQUIRED) || traits.has(&HTTP_LABEL) || traits.default().is_some()
    }
}

impl<'a> Lowering<'a> {
    /// Creates the tables of the endpoints and runs the endpoint tests of the model.
    pub(super) fn endpoints(
        &mut self,
        traits: Reader<'a>,
        service: &Shape,
        names: &ServiceNames,
        operations: &[Operation],
    ) -> (Vec<EndpointTable>, EndpointReport) {
        let tests = traits.get(&ENDPOINT_TESTS).unwrap_or_default();
        let names = Names::of(names);
        let none = OperationParameters::default();
        let supported = operations
            .iter()
            .filter(|operation| !self.is_endpoint_of_members(operation));
        let parameters = supported.map(|operation| &operation.parameters);
        let parameters: Vec<&OperationParameters> = match self.endpoint_rules {
            Some(_) => parameters.collect(),
            None => vec![&none],
        };
        if parameters.is_empty() {
            return Default::default();
        }
        let rule_set = self.endpoint_rules.take();
        let tables = match endpoint::tables(rule_set.as_ref(), names, &parameters) {
            Ok(tables) => tables,
            Err(problem) => {
                let at = traits
                    .node(&ENDPOINT_RULE_SET)
                    .map_or(service.at, |it| it.at);
                let message = format!(
                    "the endpoint rules are unsupported: {problem}; correct them, or add support to the generator"
                );
                self.report(at, &service.id, message);
                return Default::default();
            }
        };
        let (report, failures) = endpoint::check(rule_set.as_ref(), &tables, names, &tests);
        for (at, message) in failures {
            self.report(at, &service.id, message);
        }
        (tables, report)
    }

    fn is_endpoint_of_members(&self, operation: &Operation) -> bool {
        let shape = self.model.shapes.get(&operation.id);
        shape.is_some_and(|shape| {
            if let Kind::Operation(operation) = &shape.kind {
                !self.endpoint_of_members(shape, operation).is_empty()
            } else {
                false
            }
        })
    }

    /// The parameter of the endpoint rules that a member of an input sets, if it does.
    fn endpoint_parameter(&self, member: MemberRef<'a>) -> Option<String> {
        let rule_set = self.endpoint_rules.as_ref()?;
        let parameter = member.traits().get(&CONTEXT_PARAM);
        parameter.filter(|name| rule_set.parameters.contains_key(name))
    }

    /// How a member of an input sets a parameter of the endpoint rules.
    pub(super) fn endpoint_member(&self, member: MemberRef<'a>) -> Option<EndpointMember> {
        self.endpoint_parameter(member)?;
        // Operations with other values than an ARN have been rejected as unsupported.
        Some(if member.always_has_value() {
            EndpointMember::Arn
        } else {
            EndpointMember::MustBeUnset
        })
    }

    /// The members that always set a parameter of the endpoint rules, with the parameters.
    fn endpoint_members(&self, operation: &'a Shapes) -> Vec<(MemberRef<'a>, String)> {
        let input = |reference: &Reference| self.model.shapes.get(&reference.target);
        let input = operation.input.as_ref().and_then(input).into_iter();
        let members = input.flat_map(|input| {
            let members = input.members();
            members.map(|(name, member)| MemberRef::new(name, member, &input.id))
        });
        let members = members.filter(MemberRef::always_has_value);
        members
            .filter_map(|member| Some((member, self.endpoint_parameter(member)?)))
            .collect()
    }

    /// The parameters of the endpoint rules that an operation sets.
    pub(super) fn operation_parameters(
        &self,
        shape: &'a Shape,
        operation: &'a Shapes,
    ) -> OperationParameters {
        let traits = Reader::checked(&shape.traits, &shape.id);
        let mut members = self.endpoint_members(operation).into_iter();
        OperationParameters {
            fixed: traits.get(&STATIC_CONTEXT_PARAMS).unwrap_or_default(),
            arn: members.next().map(|(_, parameter)| parameter),
        }
    }

    /// Why an operation is unsupported, if its endpoint depends on members in a way that is.
    pub(super) fn endpoint_of_members(
        &self,
        shape: &'a Shape,
        operation: &'a Shapes,
    ) -> Vec<Diagnostic> {
        let mut reasons = Vec::new();
        let rule_set = self.endpoint_rules.as_ref();
        if let Some(value) = shape.traits.get(OPERATION_CONTEXT_PARAMS.id)
            && rule_set.is_some_and(|rule_set| !rule_set.parameters.is_empty())
        {
            let message = "endpoints that depend on members are unsupported";
            reasons.push(reason(value.at, shape, message));
        }
        let members = self.endpoint_members(operation);
        let why = match members.as_slice() {
            [] => return reasons,
            [_] => match self.arn_problem(shape, operation) {
                Some(problem) => problem,
                None => return reasons,
            },
            _ => "only one member can set a parameter of the rules".to_owned(),
        };
        for (member, _) in members {
            if let (Some(input), Some(value)) = (
                self.model.shapes.get(member.owner),
                member.member.traits.get(CONTEXT_PARAM.id),
            ) {
                let name = member.name;
                let message = format!("endpoints that depend on `{name}` are unsupported: {why}");
                reasons.push(reason(value.at, input, &message));
            }
        }
        reasons
    }

    /// Why the endpoint rules are unsupported for a member that is an ARN.
    fn arn_problem(&self, shape: &'a Shape, operation: &'a Shapes) -> Option<String> {
        let names = Names::of(self.names.as_ref()?);
        let parameters = self.operation_parameters(shape, operation);
        let rule_set = self.endpoint_rules.as_ref();
        endpoint::tables(rule_set, names, &[&parameters]).err()
    }
}
