// Command policy tells what the policies of a folder say of one file. It reads as
// conftest does: a .tf file through hcl2json, any other as JSON, the sets deny and warn
// of a package. It is what the tests of examples/policies run; conftest itself would
// bring ten times as much to build.
//
// The module also pins gojq, which the tests of examples/pull-request run as jq.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/tmccombs/hcl2json/convert"
)

func main() {
	log.SetFlags(0)
	folder := flag.String("policy", "", "the folder with the policies, and any data files")
	namespace := flag.String("namespace", "main", "the package to ask")
	data := flag.String("data", "", "a file of data, or none")
	flag.Parse()
	if flag.NArg() != 1 || *folder == "" {
		flag.Usage()
		os.Exit(2)
	}
	paths := []string{*folder}
	if *data != "" {
		paths = append(paths, *data)
	}
	said, err := ask(context.Background(), paths, *namespace, flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		log.Fatal(err)
	}
}

// verdict is what the policies say, sorted.
type verdict struct {
	Deny []string `json:"deny"`
	Warn []string `json:"warn"`
}

// ask loads policies and data from the paths and evaluates a package about a file.
func ask(ctx context.Context, paths []string, namespace, file string) (verdict, error) {
	var said verdict
	input, err := read(file)
	if err != nil {
		return said, err
	}
	results, err := rego.New(rego.Load(paths, nil), rego.Strict(true), rego.Query("data."+namespace), rego.Input(input)).Eval(ctx)
	if err != nil {
		return said, err
	}
	if len(results) != 1 {
		return said, fmt.Errorf("no package %s", namespace)
	}
	all, err := json.Marshal(results[0].Expressions[0].Value)
	if err != nil {
		return said, err
	}
	return said, json.Unmarshal(all, &said)
}

// read gives a file as the policies see it.
func read(file string) (input any, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if filepath.Ext(file) == ".tf" {
		if content, err = convert.Bytes(content, file, convert.Options{}); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal(content, &input); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is not JSON", file), err)
	}
	return input, nil
}
