package zendesk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// What Zendesk returns and what is sent back of it say the same: the same
// scalars in the same brackets, each of them as a string.
func FuzzValue(f *testing.F) {
	for _, seed := range []string{
		`"solved"`, `null`, `true`, `360001234567890123`, `-0.50`, `1e400`, `""`, `[]`, `[[]]`, ` [ "5", 6, false, null, ["a", [7]] ] `,
		`"a \"b\" \u003c\ud83d\ude42 \ud800 c"`, `{"a": 1}`, `["a", {"b": null}]`, `["unfinished`, "\"\xff\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, returned []byte) {
		want, readable := tokens(returned)
		for i, token := range want {
			switch token.(type) {
			case json.Number, bool:
				want[i] = fmt.Sprint(token)
			}
		}
		var value rules.Value
		if err := json.Unmarshal(returned, &value); (err == nil) != readable {
			t.Fatalf("%s: %v", returned, err)
		}
		if !readable {
			return
		}
		sent, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := tokens(sent); !slices.Equal(got, want) {
			t.Errorf("%s is sent back as %s", returned, sent)
		}
		var again rules.Value
		if err := json.Unmarshal(sent, &again); err != nil || !again.Equal(value) {
			t.Errorf("%s is read again as %v instead of %v: %v", sent, again, value, err)
		}
	})
}

// tokens are the brackets and scalars of a JSON value. No rule has a value with
// an object in it, so that is not readable.
func tokens(value []byte) (all []json.Token, readable bool) {
	if !json.Valid(value) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	for decoder.InputOffset() < int64(len(bytes.TrimRight(value, " \t\r\n"))) {
		token, err := decoder.Token()
		if err != nil || token == json.Delim('{') {
			return nil, false
		}
		all = append(all, token)
	}
	return all, true
}
