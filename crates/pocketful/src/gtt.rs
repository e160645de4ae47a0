//! Good-till-triggered orders (wire reference, section 7).

use pocketful_types::{
    ApiError, CancelGtt, CreateGtt, GetGtts, Gtt, GttAnswer, GttId, GttPath, Gtts, ModifyGtt, NewGtt, Row,
};

use crate::{
    Client, Error, PreparedRequest, RawReply, null_list::again_if_null, numbered, paths::first_that_leads,
};

/// Good-till-triggered orders; see [`Client::gtt`].
#[derive(Clone, Copy, Debug)]
pub struct GttApi<'a> {
    client: &'a Client,
}

impl<'a> GttApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Leaves an order with the broker that is placed when the market reaches a price in ₹ (wire reference, section 7). It
    /// leaves from a registered source address when the client knows one. Without a `user_order_id` it is given a random one.
    ///
    /// # Errors
    /// When it is wrong in itself; else see [`ErrorKind`](crate::ErrorKind). On
    /// [`Outcome::Unknown`](crate::Outcome::Unknown) it may stand: read the [`list`](Self::list) before leaving it again.
    pub async fn create(&self, gtt: &NewGtt) -> Result<GttAnswer, Error> {
        self.client.call(&self.request(gtt).await?).await
    }

    /// What [`create`](Self::create) would send, with the token masked. Sends nothing.
    ///
    /// # Errors
    /// When it is wrong in itself, or the account is not known because nobody is logged in.
    pub async fn prepare(&self, gtt: &NewGtt) -> Result<PreparedRequest, Error> {
        self.client.prepare(&self.request(gtt).await?)
    }

    /// Makes another order of a standing one (wire reference, section 7): it is sent anew as a whole, as
    /// [`GttChange::apply`](crate::GttChange::apply) makes it from the row of the list. Without a `user_order_id` it is given
    /// a random one.
    ///
    /// # Errors
    /// As [`create`](Self::create); code 45000 with the backend's number 1600 when there is no such order.
    pub async fn modify(&self, id: &GttId, gtt: &NewGtt) -> Result<GttAnswer, Error> {
        gtt.validate()?;
        let gtt = gtt.clone().map_order(numbered);
        let request = ModifyGtt::new(id.clone(), gtt, self.client.client_id().await?)?;
        self.client.call(&request).await
    }

    /// Takes a standing order back (wire reference, section 7).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) it may still stand.
    pub async fn cancel(&self, id: &GttId) -> Result<GttAnswer, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&CancelGtt::new(client_id, id.clone())).await
    }

    /// The account's good-till-triggered orders; prices are ₹, quantities are units (wire reference, section 7).
    ///
    /// The sources disagree about the path, so the documentation's is tried first and the SDK's when there is nothing
    /// behind it (row 23 of section 17). That there are none comes as a refusal, and is an empty list here.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A row that cannot be read is no error: it stands beside the others.
    pub async fn list(&self) -> Result<Gtts, Error> {
        let list = self.first(async |request| self.client.call(&request).await);
        Ok(list.await?.unwrap_or_default())
    }

    /// The list as the server wrote it, from the same path as [`list`](Self::list); `None` when it refused because there
    /// are none.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn list_raw(&self) -> Result<Option<RawReply>, Error> {
        self.first(async |request| self.client.call_raw(&request).await)
            .await
    }

    /// What `call` makes of the first path that leads somewhere; `None` where the server has none.
    async fn first<T>(&self, call: impl AsyncFn(GetGtts) -> Result<T, Error>) -> Result<Option<T>, Error> {
        let client_id = self.client.client_id().await?;
        let answer = first_that_leads(GttPath::Segment, [GttPath::Query], async |path| {
            call(GetGtts::new(client_id.clone(), path)).await
        });
        match answer.await {
            Err(error) if error.api().is_some_and(ApiError::is_no_gtt) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// The standing order `id`; `None` when there is none.
    ///
    /// # Errors
    /// As [`list`](Self::list), and when it is not found while some rows cannot be read, or the list comes as null also when
    /// it is read again ([`Error::is_book_missing`]): it may be among those.
    pub async fn find(&self, id: &GttId) -> Result<Option<Gtt>, Error> {
        let gtts = again_if_null(|| self.list()).await?;
        let is_null = gtts.is_null;
        let unreadable = gtts.bad_rows.len();
        match gtts.rows.into_iter().find(|gtt| gtt.id == *id) {
            Some(gtt) => Ok(Some(gtt)),
            None if is_null => Err(Error::list_is_null(Gtt::WHAT)),
            None if unreadable == 0 => Ok(None),
            None => Err(Error::unreadable_rows(unreadable)),
        }
    }

    async fn request(&self, gtt: &NewGtt) -> Result<CreateGtt, Error> {
        // A wrong order costs no login.
        gtt.validate()?;
        let gtt = gtt.clone().map_order(numbered);
        Ok(CreateGtt::new(gtt, self.client.client_id().await?)?)
    }
}
