import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "examples/*/node_modules/", "test/fixtures/", ".cache/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ["eslint.config.mjs", "scripts/*.mjs", "test/support/*.cjs", "test/support/*/*.cjs"],
        },
      },
    },
    rules: {
      // `any` stands where a type token decides what a value is: the generated map checks it, not the compiler.
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-generated-empty-object-type": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Loading on use is how the command starts in a blink.
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // A text of unknown type is only ever put into an error message.
      "@typescript-eslint/no-base-to-string": "off",
      // True of what the types say of foreign JSON, which may lie.
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  // Rules judge what programs write, deprecated properties included.
  { files: ["test/policies/**/*.ts"], rules: { "@typescript-eslint/no-deprecated": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      // A test that meets a null where it expects none should fail right there.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
);
