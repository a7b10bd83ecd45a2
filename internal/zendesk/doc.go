// Package zendesk is the client of Zendesk's Support and Webhook APIs.
package zendesk
