package twolisten

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// customerOf reads a body: it must be one JSON object, and the customer is the
// first value in it, in the order of the document and at any depth, that is an
// e-mail address; "" when there is none. A member's name is no value.
func customerOf(body []byte) (email string, err error) {
	if !json.Valid(body) {
		return "", errors.New("body is not JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return "", errors.New("body is not a JSON object")
	}
	return firstEmail(decoder, true)
}

// firstEmail reads to the end of the object or list that the decoder is in.
func firstEmail(decoder *json.Decoder, object bool) (email string, err error) {
	for decoder.More() {
		if object {
			if _, err := decoder.Token(); err != nil { // the name
				return "", fmt.Errorf("body: %w", err)
			}
		}
		found, err := emailOf(decoder)
		if err != nil {
			return "", err
		}
		if email == "" {
			email = found
		}
	}
	if _, err := decoder.Token(); err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("body: %w", err)
	}
	return email, nil
}

func emailOf(decoder *json.Decoder) (email string, err error) {
	value, err := decoder.Token()
	if err != nil {
		return "", fmt.Errorf("body: %w", err)
	}
	switch value := value.(type) {
	case json.Delim:
		return firstEmail(decoder, value == '{')
	case string:
		if text := strings.TrimSpace(value); isAddress(text) {
			return text, nil
		}
	}
	return "", nil
}
