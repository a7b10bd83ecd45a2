// Package twolisten simulates 2listen (today part of Droz): one address for each
// survey, which takes whom to ask as JSON and answers "ok".
//
// It is written from the vendor's article "Disparo de Pesquisa via Zendesk" (the
// seed), the only public description. The keys of the body stand in a picture
// there and are not published: any JSON object is taken, and the customer is the
// first e-mail address in it. It refuses to know who calls.
//
// What the article leaves open is a guess and has one place: see guesses.go.
// Start at ask in system.go.
package twolisten
