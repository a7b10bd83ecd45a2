// Package trigger is what the exclusion trigger and the send trigger share: the
// attributes that every Zendesk trigger has, and the four verbs over a rules.Rule.
//
// The verbs keep the promise of the product. A trigger is created inactive and
// activated by the request that also puts it in its place, together with all
// others that are created at the same time. An active trigger is put in order
// before its content changes. Nothing here forces a replacement.
package trigger
