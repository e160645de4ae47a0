//! A reader of rows that come by the ten thousand: members that are read alike share their code.

use std::{borrow::Cow, marker::PhantomData};

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess},
};
use time::OffsetDateTime;

use super::{
    decimal, empty_as_none, ist_datetime,
    number_or_string::{self, FromWhole},
};

/// A way to read the value of a member that the reader of a row has come to.
pub(crate) trait Read {
    type Value;
    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Self::Value, A::Error>;
}

/// As [`empty_as_none`].
pub(crate) struct Text<T>(PhantomData<T>);

impl<T: for<'a> Deserialize<'a>> Read for Text<T> {
    type Value = Option<T>;

    #[inline]
    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<T>, A::Error> {
        match next::<AnyText, A>(row)? {
            Some(text) => T::deserialize(IntoDeserializer::<A::Error>::into_deserializer(&*text)).map(Some),
            None => Ok(None),
        }
    }
}

/// As [`number_or_string::option_into`].
pub(crate) struct Whole<T>(PhantomData<T>);

impl<T: FromWhole> Read for Whole<T> {
    type Value = Option<T>;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<T>, A::Error> {
        Ok(next::<AnyWhole<T::Whole>, A>(row)?.map(T::from_whole))
    }
}

/// As [`decimal::option`].
pub(crate) struct Amount;

impl Read for Amount {
    type Value = Option<Decimal>;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<Decimal>, A::Error> {
        next::<Self, A>(row)
    }
}

/// As [`ist_datetime`].
pub(crate) struct Time;

impl Read for Time {
    type Value = Option<OffsetDateTime>;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<OffsetDateTime>, A::Error> {
        next::<Self, A>(row)
    }
}

/// As the type itself is read.
pub(crate) struct Plain<T>(PhantomData<T>);

impl<T: DeserializeOwned> Read for Plain<T> {
    type Value = T;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<T, A::Error> {
        row.next_value()
    }
}

/// As `R`, which is there.
pub(crate) struct Required<R>(PhantomData<R>);

impl<R: Read> Read for Required<R> {
    type Value = Option<R::Value>;

    fn read<'de, A: MapAccess<'de>>(row: &mut A) -> Result<Option<R::Value>, A::Error> {
        R::read(row).map(Some)
    }
}

/// What stands in the row, before it becomes the member's own type.
trait Form<'de> {
    type Value;
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error>;
}

struct AnyText;

impl<'de> Form<'de> for AnyText {
    type Value = Option<Cow<'de, str>>;
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        empty_as_none::text(deserializer)
    }
}

struct AnyWhole<W>(PhantomData<W>);

impl<'de, W: number_or_string::Whole> Form<'de> for AnyWhole<W> {
    type Value = Option<W>;
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        number_or_string::option::deserialize(deserializer)
    }
}

impl<'de> Form<'de> for Amount {
    type Value = Option<Decimal>;
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        decimal::option::deserialize(deserializer)
    }
}

impl<'de> Form<'de> for Time {
    type Value = Option<OffsetDateTime>;
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        ist_datetime::deserialize(deserializer)
    }
}

struct Seed<F>(PhantomData<F>);

impl<'de, F: Form<'de>> DeserializeSeed<'de> for Seed<F> {
    type Value = F::Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<F::Value, D::Error> {
        F::read(deserializer)
    }
}

/// One copy for each form, not for each member.
#[inline(never)]
fn next<'de, F: Form<'de>, A: MapAccess<'de>>(row: &mut A) -> Result<F::Value, A::Error> {
    row.next_value_seed(Seed::<F>(PhantomData))
}

/// One copy for each way to read, not for each member.
#[inline(never)]
pub(crate) fn read_into<'de, R: Read, A: MapAccess<'de>>(
    row: &mut A,
    member: &mut R::Value,
) -> Result<(), A::Error> {
    *member = R::read(row)?;
    Ok(())
}

/// Implements `Deserialize` for a struct from the way to read each of its members and other names that it may
/// have on the wire. All but the first, which every row must have, may be missing. Of a member that comes twice the last counts, as
/// in the envelope.
///
/// What serde derives has code of its own for each member. For the fifty members of an order that is more than a
/// processor's instruction cache holds, and fetching it anew for each row took longer than reading the numbers exactly.
macro_rules! read_members {
    ($row:ident { $id:ident: $id_reader:ty, $($member:ident: $reader:ty $(| $alias:literal)*,)+ }) => {
        const _: () = {
            #[allow(non_camel_case_types)] // the members' own names
            enum Name { $id, $($member,)+ other_ }

            /// What was read of a row so far. Nothing stands in for the member that must be there.
            struct SoFar {
                $id: Option<<$id_reader as $crate::serde::members::Read>::Value>,
                $($member: <$reader as $crate::serde::members::Read>::Value,)+
            }

            struct NameVisitor;

            impl ::serde::de::Visitor<'_> for NameVisitor {
                type Value = Name;

                fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str("a member's name")
                }

                fn visit_str<E: ::serde::de::Error>(self, name: &str) -> Result<Name, E> {
                    Ok(match name {
                        stringify!($id) => Name::$id,
                        $(stringify!($member) $(| $alias)* => Name::$member,)+
                        _ => Name::other_,
                    })
                }
            }

            impl<'de> ::serde::de::DeserializeSeed<'de> for NameVisitor {
                type Value = Name;

                fn deserialize<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
                    deserializer.deserialize_identifier(self)
                }
            }

            struct RowVisitor;

            impl<'de> ::serde::de::Visitor<'de> for RowVisitor {
                type Value = $row;

                fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$row, A::Error> {
                    use $crate::serde::members::{Required, read_into};

                    let mut so_far = SoFar {
                        $id: None,
                        $($member: Default::default(),)+
                    };
                    while let Some(name) = map.next_key_seed(NameVisitor)? {
                        match name {
                            Name::$id => read_into::<Required<$id_reader>, _>(&mut map, &mut so_far.$id)?,
                            $(Name::$member => read_into::<$reader, _>(&mut map, &mut so_far.$member)?,)+
                            Name::other_ => {
                                map.next_value::<::serde::de::IgnoredAny>()?;
                            }
                        }
                    }
                    match so_far.$id {
                        Some($id) => Ok($row { $id, $($member: so_far.$member,)+ }),
                        None => Err(::serde::de::Error::missing_field(stringify!($id))),
                    }
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $row {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(RowVisitor)
                }
            }
        };
    };
}

pub(crate) use read_members;
