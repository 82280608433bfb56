//! Properties whose keys are known only at run time, as each kind of record.

use super::{IdValue, Properties, PropertiesWriter, write_properties};
use crate::generated::{
    Action, ActionInteractionProperties, ActionProperties, EventProperties, Item, ItemProperties,
    User, UserProperties,
};
use crate::invalid::Invalid;

#[diagnostic::do_not_recommend]
impl UserProperties for Properties {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        self.write_as("UserProperties", Some("userId"), properties);
    }
}

impl Properties {
    /// The whole [`User`]: this ID and these properties.
    ///
    /// # Errors
    ///
    /// Every violation, those of the ID included.
    pub fn to_user(&self, user_id: impl IdValue) -> Result<User, Invalid> {
        let write = |writer: &mut PropertiesWriter| {
            user_id.check_id("userId", writer);
            UserProperties::write_properties(self, writer);
        };
        let limit = <Self as UserProperties>::MAX_LENGTH;
        let builder = User::builder().user_id(user_id.to_id());
        builder
            .properties(write_properties("properties", limit, write))
            .build()
    }
}

#[diagnostic::do_not_recommend]
impl ItemProperties for Properties {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        self.write_as("ItemProperties", Some("itemId"), properties);
    }
}

impl Properties {
    /// The whole [`Item`]: this ID and these properties.
    ///
    /// # Errors
    ///
    /// Every violation, those of the ID included.
    pub fn to_item(&self, item_id: impl IdValue) -> Result<Item, Invalid> {
        let write = |writer: &mut PropertiesWriter| {
            item_id.check_id("itemId", writer);
            ItemProperties::write_properties(self, writer);
        };
        let limit = <Self as ItemProperties>::MAX_LENGTH;
        let builder = Item::builder().item_id(item_id.to_id());
        builder
            .properties(write_properties("properties", limit, write))
            .build()
    }
}

#[diagnostic::do_not_recommend]
impl ActionProperties for Properties {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        self.write_as("ActionProperties", Some("actionId"), properties);
    }
}

impl Properties {
    /// The whole [`Action`]: this ID and these properties.
    ///
    /// # Errors
    ///
    /// Every violation, those of the ID included.
    pub fn to_action(&self, action_id: impl IdValue) -> Result<Action, Invalid> {
        let write = |writer: &mut PropertiesWriter| {
            action_id.check_id("actionId", writer);
            ActionProperties::write_properties(self, writer);
        };
        let limit = <Self as ActionProperties>::MAX_LENGTH;
        let builder = Action::builder().action_id(action_id.to_id());
        builder
            .properties(write_properties("properties", limit, write))
            .build()
    }
}

#[diagnostic::do_not_recommend]
impl EventProperties for Properties {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        self.write_as("EventProperties", None, properties);
    }
}

#[diagnostic::do_not_recommend]
impl ActionInteractionProperties for Properties {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        self.write_as("ActionInteractionProperties", None, properties);
    }
}
