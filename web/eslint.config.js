// What a machine can hold about the fronts' code: likely faults, and Vue's own advice. Layout is prettier's.
import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["node_modules", "shared/api/schema.d.ts", "public"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.{ts,vue,js}"],
    languageOptions: {
      globals: { ...globals.browser, ...globals.node, ...globals.serviceworker },
      parserOptions: { parser: ts.parser },
    },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-control-regex": "off", // GS1 separates with the control character 29
      "no-undef": "off", // TypeScript knows
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "off", // noUncheckedIndexedAccess asks for them where a length was just tested
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "vue/multi-word-component-names": "off", // a screen is called what it shows
      "vue/require-default-prop": "off", // an optional prop is undefined when it is not given
    },
  },
  prettier,
);
