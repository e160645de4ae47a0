//! Who is logged in, and the apps of the account (wire reference, sections 1.3, 1.5 and 3).

use pocketful_types::{
    CreatedApp, GetApps, GetProfile, GetTradingInfo, HeaderStyle, NewApp, Profile, ProfilePath, RegisterApp,
    RegisteredApps, TradingInfo,
};

use crate::{Client, Error, RawReply, paths::first_that_leads};

/// Trading info and profile; see [`Client::user`].
#[derive(Clone, Copy, Debug)]
pub struct UserApi<'a> {
    client: &'a Client,
}

impl<'a> UserApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// The account behind the token, with its exchanges and products (wire reference, section 1.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn trading_info(&self) -> Result<TradingInfo, Error> {
        self.client.call(&GetTradingInfo).await
    }

    /// The account's apps that are registered for the API, without their secrets (wire reference, section 1.5; not public: a
    /// server may have nothing there).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A row that cannot be read is no error: it stands beside the others.
    pub async fn apps(&self) -> Result<RegisteredApps, Error> {
        self.client.call(&GetApps).await
    }

    /// Registers an app for the account (wire reference, section 1.5; not public: a server may have nothing there). Its
    /// secret is in the answer, and no later call shows it.
    ///
    /// Where the outcome is unknown the app may be registered, with a secret that nobody has seen: look at
    /// [`apps`](Self::apps) before you do it again.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn register_app(&self, app: &NewApp) -> Result<CreatedApp, Error> {
        let owner = self.client.client_id().await?;
        self.client.call(&RegisterApp::new(app.clone(), owner)).await
    }

    /// Who the account belongs to (wire reference, section 3).
    ///
    /// The sources disagree about the path, so the generation's own is tried first and the others when there is nothing
    /// behind it (row 5 of section 17).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). When no path leads anywhere, the error is that of the first.
    pub async fn profile(&self) -> Result<Profile, Error> {
        self.first_profile(async |endpoint| self.client.call(&endpoint).await)
            .await
    }

    /// The profile as the server wrote it, from the same path as [`profile`](Self::profile).
    ///
    /// # Errors
    /// As [`profile`](Self::profile).
    pub async fn profile_raw(&self) -> Result<RawReply, Error> {
        self.first_profile(async |endpoint| self.client.call_raw(&endpoint).await)
            .await
    }

    async fn first_profile<T>(&self, call: impl AsyncFn(GetProfile) -> Result<T, Error>) -> Result<T, Error> {
        let client_id = self.client.client_id().await?;
        let [own, others @ ..] = paths(self.client.environment().header_style());
        first_that_leads(own, others, async |path| {
            call(GetProfile::new(client_id.clone(), path)).await
        })
        .await
    }
}

/// The paths of a generation, the likeliest first.
fn paths(style: HeaderStyle) -> [ProfilePath; 3] {
    match style {
        HeaderStyle::Bearer => [ProfilePath::Api, ProfilePath::TradingInfo, ProfilePath::New],
        _ => [ProfilePath::New, ProfilePath::Api, ProfilePath::TradingInfo],
    }
}
