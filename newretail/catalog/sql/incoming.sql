CREATE TEMP TABLE incoming (
    line int NOT NULL, code text NOT NULL, product text NOT NULL, gtin text, name_en text NOT NULL, name_ko text NOT NULL,
    name_zh text NOT NULL, brand text NOT NULL, category text, origin text NOT NULL, ingredients text NOT NULL,
    allergens text[] NOT NULL, allergens_stated boolean NOT NULL, nutrition jsonb NOT NULL, age_limit smallint,
    picture text NOT NULL, source text NOT NULL, unit text NOT NULL, content int, content_unit text NOT NULL,
    weighed boolean NOT NULL, plu text, typical_grams int, temperature text NOT NULL, shelf_life_days int, active boolean NOT NULL,
    amount bigint, per int, tax_rate_permille smallint, search_text text NOT NULL
) ON COMMIT DROP
