//! Which order belongs to which customer, so that its lines count once.

use crate::error::Result;
use crate::table::KeyIndex;
use std::collections::BTreeSet;

/// Which orders were seen, each with its customer.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    pub(super) keys: KeyIndex,
    /// The customer of each order.
    owners: Vec<i32>,
    /// Further customers of orders that have several.
    others: BTreeSet<(i32, i32)>,
}

impl Orders {
    /// Notes an order of a customer, and says whether it was not known before.
    pub(super) fn is_new(&mut self, order: i32, customer: i32) -> Result<bool> {
        let place = order as usize;
        if place >= self.owners.len() {
            let more = self.keys.len().max(place + 1) - self.owners.len();
            self.owners.try_reserve(more)?;
            self.owners.resize(self.owners.len() + more, KeyIndex::NONE);
        }
        match self.owners.get_mut(place) {
            Some(owner) if *owner == customer => Ok(false),
            Some(owner) if *owner == KeyIndex::NONE => {
                *owner = customer;
                Ok(true)
            }
            _ => Ok(self.others.insert((order, customer))),
        }
    }

    /// Every order with each of its customers.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (i32, i32)> {
        let owned = (0..).zip(self.owners.iter().copied()).filter(|&(_, owner)| owner != KeyIndex::NONE);
        owned.chain(self.others.iter().copied())
    }
}
